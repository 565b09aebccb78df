import { setImmediate } from 'node:timers/promises';
import type { Pool, Queryable } from './database/pool.ts';
import type { Rehearsal, RehearseSource } from './delivery/completeness.ts';
import { newestParked } from './delivery/parked.ts';
import { newestMessages } from './documents.ts';
import type { CrossReferences } from './identity/crossReferences.ts';
import { type CompiledInlet, type Passing, prepareAgain, prepareMessages } from './inbound.ts';
import type { CompiledLine } from './line.ts';
import type { Problem } from './vocabulary/problem.ts';

/** Of each source so many messages are looked at. */
const NEWEST = 500;
/** So many are mapped without letting other work of the process go on. */
const CHUNK = 50;
/** Milliseconds for all sources together. */
const PATIENCE = 20_000;

interface Line {
  pool: Pool;
  references: CrossReferences;
}

/** Maps and checks with the stages of the line itself what sources told last; looks at nothing that other records say, and writes nothing. */
export function createRehearse(
  pool: Pool,
  references: CrossReferences,
  { inlets }: Pick<CompiledLine, 'inlets'>,
): RehearseSource {
  const until = performance.now() + PATIENCE;
  return async (interfaceId) => {
    const inlet = inlets.find((each) => each.interface.id === interfaceId);
    if (!inlet || !(await isWorked(pool, interfaceId))) return undefined;
    if (performance.now() > until) return 'late';
    return rehearse({ pool, references }, inlet, interfaceId);
  };
}

async function isWorked(db: Queryable, interfaceId: string): Promise<boolean> {
  const { rowCount } = await db.query('select from source where name = $1', [interfaceId]);
  return rowCount === 1;
}

async function rehearse(line: Line, inlet: CompiledInlet, interfaceId: string): Promise<Rehearsal> {
  const receivedAt = new Date().toISOString();
  const messages = await newestMessages(line.pool, interfaceId, NEWEST);
  const taken = await inChunks(messages, (some) => prepareMessages(line, inlet, some, receivedAt));
  const waiting = await newestParked(line.pool, interfaceId, NEWEST);
  const again = await inChunks(waiting, async (some) => (await prepareAgain(line, inlet, some)).passing);
  const problems = taken.flatMap((passing) => problemOf(passing) ?? []);
  return {
    taken: taken.length,
    parks: problems.length,
    why: counted(problems.map(wordsOf)),
    parked: again.length,
    passes: again.filter((passing) => !problemOf(passing)).length,
  };
}

async function inChunks<M>(
  messages: readonly M[],
  prepare: (some: readonly M[]) => Promise<Passing[]>,
): Promise<Passing[]> {
  const all: Passing[] = [];
  for (let i = 0; i < messages.length; i += CHUNK) {
    all.push(...(await prepare(messages.slice(i, i + CHUNK))));
    await setImmediate();
  }
  return all;
}

function problemOf({ outcome }: Passing): Problem | undefined {
  return outcome?.outcome === 'parked' ? outcome.problem : undefined;
}

function wordsOf({ code, list, value, awaits, rule, field }: Problem): string {
  if (code === 'code-unknown') return `${list ?? 'code'} '${value ?? ''}' unknown`;
  if (code === 'reference-unknown') return `${awaits?.split(' ', 1)[0] ?? ''} reference unknown`.trim();
  if (rule !== undefined) return `rule ${rule}`;
  return field === undefined ? code : `${code} at ${field.replace(/\[\d+\]/g, '[]')}`;
}

function counted(words: readonly string[]): Rehearsal['why'] {
  const counts = [...Map.groupBy(words, (what) => what)];
  return counts.map(([what, those]) => ({ what, count: those.length })).sort((a, b) => b.count - a.count);
}
