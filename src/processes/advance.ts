import type { Connection } from '../database/pool.ts';
import { type Later, transaction } from '../database/transaction.ts';
import type { Chart } from '../landscape/processes/chart.ts';
import { holdSubscription, moveSubscription } from '../lease.ts';
import { append } from '../ledger/append.ts';
import { type Heard as HeardEntry, readHeard } from '../ledger/read.ts';
import { INSTANCES_CHANNEL } from '../ledger/wakeup.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import { commandEntry } from './commands.ts';
import { type Heard, instanceId } from './instance.ts';
import { keysOf } from './keys.ts';
import { createPlay, type Outcome } from './play.ts';
import { readRequests, type Settled, settleRequests } from './requests.ts';
import type { ProcessLine, RunningProcess } from './running.ts';
import { startsAs } from './startEntry.ts';
import { readDue, readKnown, writeOutcome } from './store.ts';

/** Entries of the ledger, due timers and requests taken up in one round. */
const READ = 1000;
const PASS = 10_000;

/**
 * One round of a process: what comes next in the ledger, the timers that are due and what people ask, taken through the instances they reach. States, timers,
 * commands, history and the position commit together; when that fails nothing has happened.
 */
export async function advance(
  line: ProcessLine,
  process: RunningProcess,
  position: number,
): Promise<{ position: number; state: 'moved' | 'idle' }> {
  const { chart } = process.newest;
  const { code } = chart;
  const { pool } = line;
  const [{ entries, head }, due, requests] = await Promise.all([
    readHeard(pool, process.hears, position, READ),
    readDue(pool, code, READ),
    readRequests(pool, code, READ),
  ]);
  const to = entries.length < READ ? head : entries.at(-1)!.position;
  const isIdle = entries.length + due.length + requests.length === 0;
  if (isIdle && to - position < PASS) return { position, state: 'idle' };

  const asked = requests.map(({ instance }) => instance);
  const known = await readKnown(
    pool,
    code,
    [...new Set(entries.flatMap(keysOf))],
    [
      ...new Set([
        ...entries.flatMap((entry) => idsOf(chart, entry)),
        ...due.map(({ instance }) => instance),
        ...asked,
      ]),
    ],
    asked,
  );
  const play = createPlay(process.newest, (version) => process.machines.get(version)!, known);
  for (const entry of entries) play.hear(heardOf(chart, entry), keysOf(entry));
  const now = new Date().toISOString();
  for (const timer of due) play.fire(timer, now);
  const settled = requests.map((request) => ({ request, left: play.ask(request) }));
  await transaction(pool, (connection, later) =>
    commit(connection, later, line, process, play.outcome, settled, position, to),
  );
  return { position: to, state: isIdle ? 'idle' : 'moved' };
}

/** The instance that the entry may start, and the one it answers. */
function idsOf(chart: Chart, { type, subject, data }: HeardEntry): string[] {
  const { code, start } = chart;
  const { instance } = data;
  return [
    ...((startsAs(chart, type, data) ?? type) === start.on ? [instanceId(code, subject)] : []),
    ...(typeof instance === 'string' ? [instance] : []),
  ];
}

function heardOf(chart: Chart, { type, subject, time, data, position }: HeardEntry): Heard {
  const heard = startsAs(chart, type, data) ?? eventOf(type, data);
  return { event: { type: heard, subject, time, data }, position };
}

/** What became of a command is an event under the command's own name. */
function eventOf(type: string, { command, answer }: JsonObject): string {
  return type.startsWith('answer.') ? `${String(command)}.${String(answer)}` : type;
}

async function commit(
  connection: Connection,
  later: Later,
  line: ProcessLine,
  process: RunningProcess,
  outcome: Outcome,
  settled: readonly Settled[],
  from: number,
  to: number,
): Promise<void> {
  const { chart } = process.newest;
  later(holdSubscription(connection, process.id, line.holder));
  later(moveSubscription(connection, process.id, { from, to }, outcome.taken.length));
  writeOutcome(connection, later, chart.code, outcome);
  settleRequests(connection, later, settled);
  if (outcome.instances.size + settled.length > 0)
    later(connection.query(`select pg_notify('${INSTANCES_CHANNEL}', $1)`, [chart.code]));
  later(
    append(
      connection,
      outcome.issued.map((issued) => commandEntry(process, issued)),
    ),
  );
}
