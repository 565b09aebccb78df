import type { Queryable } from '../../../database/pool.ts';
import type { Landscape } from '../../../landscape/landscape.ts';
import { type Problem, problem } from '../../../vocabulary/problem.ts';

/** What a key names: a canonical key, or what a system keeps under one of its own. */
export type Subject =
  | { entity: string; key: string }
  | { entity: string; key: string; system: string; localKey: string };

/** `key`: canonical, or `<system>:<local key>`; a problem when it names nothing, or things of several entities. */
export async function findSubject(
  db: Queryable,
  landscape: Pick<Landscape, 'systems'>,
  key: string,
  entity?: string,
): Promise<Subject | Problem> {
  const [, system, localKey] = /^([^:]+):(.+)$/s.exec(key) ?? [];
  const isLocal = system !== undefined && landscape.systems.has(system);
  const { rows } = await db.query<{ entity: string; key: string }>(
    isLocal
      ? 'select entity, key from observation where system = $2 and local_key = $3 and ($1::text is null or entity = $1)'
      : 'select entity, key from record where key = $2 and ($1::text is null or entity = $1) and $3::text is null',
    isLocal ? [entity ?? null, system, localKey] : [entity ?? null, key, null],
  );
  const [found] = rows;
  if (!found) return problem('not-found', 'api', `Nothing is known as ${key}.`, { value: key });
  if (rows.length > 1) {
    const names = rows.map((row) => row.entity).join(', ');
    return problem('request-invalid', 'api', `${key} names several things: ${names}.`, {
      advice: 'Say which one with `--entity`.',
    });
  }
  return isLocal ? { ...found, system, localKey: localKey! } : found;
}
