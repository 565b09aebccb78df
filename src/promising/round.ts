import type { ServiceLine } from '../answerRound.ts';
import { type Later, transaction } from '../database/transaction.ts';
import type { Promising } from '../landscape/promising/promising.ts';
import { holdSubscription, moveSubscription } from '../lease.ts';
import { append } from '../ledger/append.ts';
import { type Heard, readHeard } from '../ledger/read.ts';
import type { NewEntry } from '../vocabulary/envelope.ts';
import type { Grounds } from './allocate.ts';
import { BASIS_ENTITIES } from './basis.ts';
import { obeyAll } from './commands.ts';
import { expire } from './decide.ts';
import { readAges } from './freshness.ts';
import { readLacks } from './lacks.ts';
import { project } from './project.ts';
import { promiseAnew, repromise } from './repromise.ts';

const ENTITIES = [...BASIS_ENTITIES, 'promising'] as const;
export const PROMISING_TOPICS = ENTITIES.map((entity) => `ledger:${entity}` as const);

const READ = 500;
const PASS = 10_000;
const EXPIRE = 200;
const LACKS = 200;
/** Commands in one transaction: so long those who ask at the API for the same items wait at most. */
const TOGETHER = 50;

export interface PromisingLine extends ServiceLine {
  promising: Promising;
}

/**
 * One round of promising: what the ledger tells of stock and orders is brought into the balances, what processes ask is done and answered, what is held past
 * its time is given back, and what lacks for long is promised anew. Each step commits with the position.
 */
export async function promisingRound(
  line: PromisingLine,
  position: number,
): Promise<{ position: number; state: 'moved' | 'idle' }> {
  const { pool, promising } = line;
  const { entries, head } = await readHeard(pool, ENTITIES, position, READ);
  const to = entries.length < READ ? head : entries.at(-1)!.position;
  const expired = await transaction(pool, (connection, later) => expire(connection, later, EXPIRE));
  const lacks = await readLacks(pool, promising.settle, LACKS);
  const isIdle = entries.length + expired + lacks.length === 0;
  if (isIdle && to - position < PASS) return { position, state: 'idle' };
  const grounds: Grounds = { promising, ages: await readAges(pool, promising), now: Date.now() };
  if (lacks.length > 0) {
    await commit(line, position, position, (connection, later) =>
      promiseAnew(connection, later, lacks, grounds),
    );
  }
  let at = position;
  for (const { entries: run, isCommand } of runsOf(entries)) {
    const next = run.at(-1)!.position;
    at = await commit(line, at, next, (connection, later) =>
      isCommand ? obeyAll(connection, later, run, grounds) : projected(connection, later, run, grounds),
    );
  }
  if (to > at) at = await commit(line, at, to, async () => []);
  return { position: at, state: isIdle ? 'idle' : 'moved' };
}

/** Commands together, and what is between them together. */
function runsOf(entries: readonly Heard[]): { entries: Heard[]; isCommand: boolean }[] {
  const runs: { entries: Heard[]; isCommand: boolean }[] = [];
  for (const entry of entries) {
    const isCommand = entry.type.startsWith('command.promising.');
    const last = runs.at(-1);
    const fits = last?.isCommand === isCommand && (!isCommand || last.entries.length < TOGETHER);
    if (fits) last!.entries.push(entry);
    else runs.push({ entries: [entry], isCommand });
  }
  return runs;
}

async function projected(
  connection: Parameters<typeof project>[0],
  later: Later,
  entries: readonly Heard[],
  grounds: Grounds,
): Promise<NewEntry[]> {
  const touched = await project(connection, later, entries);
  return repromise(connection, later, touched, grounds);
}

function commit(
  { pool, holder, id }: PromisingLine,
  from: number,
  to: number,
  work: (connection: Parameters<typeof project>[0], later: Later) => Promise<NewEntry[]>,
): Promise<number> {
  return transaction(pool, async (connection, later) => {
    later(holdSubscription(connection, id, holder));
    const entries = await work(connection, later);
    later(moveSubscription(connection, id, { from, to }, 1));
    if (entries.length > 0) later(append(connection, entries));
    return to;
  });
}
