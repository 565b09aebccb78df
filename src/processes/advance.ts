import type { Connection } from '../database/pool.ts';
import { type Later, transaction } from '../database/transaction.ts';
import type { Chart } from '../landscape/processes/chart.ts';
import { holdSubscription, moveSubscription } from '../lease.ts';
import { append } from '../ledger/append.ts';
import { readHeard } from '../ledger/read.ts';
import { INSTANCES_CHANNEL } from '../ledger/wakeup.ts';
import { commandEntry } from './commands.ts';
import { createEarlier } from './earlier.ts';
import type { ProcessEvent } from './event.ts';
import { instanceId, type Request, type Timer } from './instance.ts';
import { createPlay, type Known, type Outcome } from './play.ts';
import { readRequests, type Settled, settleRequests } from './requests.ts';
import type { ProcessLine, RunningProcess } from './running.ts';
import { readDue, readKnown, writeOutcome } from './store.ts';
import { type Told, toTold } from './told.ts';

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

  const round = { told: entries.map((entry) => toTold(chart, entry)), due, requests };
  await transaction(pool, async (connection, later) => {
    const played = await playAll(connection, process, round, to);
    commit(connection, later, line, process, played, position, to);
  });
  return { position: to, state: isIdle ? 'idle' : 'moved' };
}

/** The instance that the entry may start, and the one it answers. */
function idsOf({ code, start }: Chart, { type, subject, data }: ProcessEvent): string[] {
  const { instance } = data;
  return [
    ...(type === start.on ? [instanceId(code, subject)] : []),
    ...(typeof instance === 'string' ? [instance] : []),
  ];
}

interface Round {
  told: readonly Told[];
  due: readonly Timer[];
  requests: readonly Request[];
}

interface Played {
  outcome: Outcome;
  settled: Settled[];
}

/** Plays the round, and again when an instance came to have a key about which something was told before. */
async function playAll(
  connection: Connection,
  process: RunningProcess,
  round: Round,
  to: number,
): Promise<Played> {
  const { chart } = process.newest;
  const earlier = createEarlier(connection, chart, process.hears, to);
  const asked = round.requests.map(({ instance }) => instance);
  const ids = new Set([
    ...round.told.flatMap(({ heard }) => idsOf(chart, heard.event)),
    ...round.due.map(({ instance }) => instance),
    ...asked,
  ]);
  const keys = new Set(round.told.flatMap((told) => told.keys));
  for (;;) {
    const known = await readKnown(connection, chart.code, [...keys], [...ids], asked);
    const played = playRound(process, { ...known, earlier: earlier.of }, round);
    const more = await earlier.read();
    if (more.length === 0) return played;
    for (const key of more) keys.add(key);
  }
}

function playRound({ newest, machines }: RunningProcess, known: Known, round: Round): Played {
  const play = createPlay(newest, (version) => machines.get(version)!, known);
  for (const { heard, keys } of round.told) play.hear(heard, keys);
  const now = new Date().toISOString();
  for (const timer of round.due) play.fire(timer, now);
  const settled = round.requests.map((request) => ({ request, left: play.ask(request) }));
  return { outcome: play.outcome, settled };
}

function commit(
  connection: Connection,
  later: Later,
  line: ProcessLine,
  process: RunningProcess,
  { outcome, settled }: Played,
  from: number,
  to: number,
): void {
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
