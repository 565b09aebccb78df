import type { Pool } from '../database/pool.ts';
import type { Completeness } from '../delivery/completeness.ts';
import { overtaken } from '../delivery/latest.ts';
import type { Onward } from '../ledger/read.ts';
import { readEntityWithHead } from '../ledger/read.ts';
import { isState } from '../vocabulary/envelope.ts';
import type { Problem } from '../vocabulary/problem.ts';
import type { Leaving } from './leaving.ts';
import { map } from './map.ts';
import type { CompiledOutlet, OutboundLine } from './outlet.ts';
import { route } from './route.ts';

/** No more is looked at. */
const MOST = 10_000;
const PAGE = 1000;

/** Takes entries of its entity through the steps of delivery itself, up to where it would send; of a thing only at its newest state. */
export async function measure(
  line: Pick<OutboundLine, 'pool' | 'references'>,
  outlet: CompiledOutlet,
  newest: readonly Onward[],
): Promise<Completeness> {
  const leaving = newest.map((entry): Leaving => ({ entry }));
  route(outlet, leaving);
  for (let i = 0; i < leaving.length; i += PAGE) await map(line, outlet, leaving.slice(i, i + PAGE));
  const meant = leaving.filter(({ left }) => !left);
  const lacking = meant.flatMap(({ problem }) => (problem ? lack(problem) : []));
  const counts = [...Map.groupBy(lacking, (what) => what)].map(([what, those]) => ({
    what,
    count: those.length,
  }));
  return {
    meant: meant.length,
    deliverable: meant.length - lacking.length,
    missing: counts.sort((a, b) => b.count - a.count),
  };
}

/** The entries of an entity after a position, of a thing only its newest state. */
export async function readNewest(pool: Pool, entity: string, after: number): Promise<Onward[]> {
  const entries: Onward[] = [];
  for (let position = after; entries.length < MOST; position = entries.at(-1)!.position) {
    const page = await readEntityWithHead(pool, entity, position, PAGE);
    entries.push(...page.entries);
    if (page.entries.length < PAGE) break;
  }
  const passed = overtaken(entries.filter(isState));
  return entries.filter(({ position }) => !passed.has(position));
}

function lack({ code, list, awaits }: Problem): string {
  if (code === 'reference-unknown') return `${awaits?.split(' ', 1)[0] ?? ''} reference`.trim();
  if (code === 'code-unknown') return `${list ?? ''} code`.trim();
  return code;
}
