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

/** Looks at what follows a position with the steps of delivery itself, up to where it would send; of a thing only at its newest state. */
export async function measure(
  line: Pick<OutboundLine, 'pool' | 'references'>,
  outlet: CompiledOutlet,
  after: number,
): Promise<Completeness> {
  const leaving = (await readNewest(line, outlet, after)).map((entry): Leaving => ({ entry }));
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

async function readNewest(
  { pool }: Pick<OutboundLine, 'pool'>,
  { interface: { entity } }: CompiledOutlet,
  after: number,
): Promise<Onward[]> {
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
