import type { Queryable } from '../../database/pool.ts';
import type { Landscape } from '../../landscape/landscape.ts';
import { findMatches, readAsked } from '../../observability/trace/find.ts';

/** The canonical keys that a business key may mean: itself, and whatever the hub knows by it. */
export async function keysNamed(db: Queryable, landscape: Landscape, key: string): Promise<string[]> {
  const matches = await findMatches(db, landscape, readAsked(landscape, key));
  return [...new Set([key, ...matches.map((match) => match.key)])];
}
