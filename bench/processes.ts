import type { Pool } from '../src/database/pool.ts';
import { transaction } from '../src/database/transaction.ts';
import type { Chart } from '../src/landscape/processes/chart.ts';
import { libraryChart } from '../src/landscape/processes/useProcess.ts';
import { lease, newHolder } from '../src/lease.ts';
import { append } from '../src/ledger/append.ts';
import { head } from '../src/ledger/read.ts';
import { advance } from '../src/processes/advance.ts';
import { readLibrary } from '../src/processes/library/readLibrary.ts';
import { openProcess } from '../src/processes/open.ts';
import type { ProcessLine, RunningProcess } from '../src/processes/running.ts';
import { loadModel } from '../src/quality/loadModel.ts';
import type { NewEntry } from '../src/vocabulary/envelope.ts';
import { openReady } from './database.ts';
import { ORDER_STEPS, orderStep } from './orderWay.ts';

export interface ProcessFigures {
  transitions: number;
  commands: number;
  /** Transitions a second, durable; what the systems say is in the ledger before. */
  perSecond: number;
}

/** Orders that go their way from the customer to paid, over two sites, all at other steps of it. */
export async function benchProcesses(database: string, orders: number): Promise<ProcessFigures> {
  const pool = await openReady(database, 6);
  try {
    const { line, process } = await openOrders(pool);
    let seconds = 0;
    let position = await head(pool);
    for (let wave = 0; wave < 2 * ORDER_STEPS; wave++) {
      await tell(pool, wordsOf(orders, wave));
      const began = performance.now();
      position = await workOff(line, process, position);
      seconds += (performance.now() - began) / 1000;
    }
    return await figures(pool, orders, seconds);
  } finally {
    await pool.end();
  }
}

async function openOrders(pool: Pool): Promise<{ line: ProcessLine; process: RunningProcess }> {
  const process = await openProcess(pool, await orderChart(), await loadModel());
  const line = { pool, holder: newHolder() };
  await lease(pool, 'subscription', process.id, line.holder);
  return { line, process };
}

async function orderChart(): Promise<Chart> {
  const library = await readLibrary();
  return libraryChart(library.get('order-to-cash')!, [])!;
}

function wordsOf(orders: number, wave: number): NewEntry[] {
  return Array.from({ length: orders }, (_, order) => orderStep(order, wave - (order % ORDER_STEPS))).flat();
}

async function tell(pool: Pool, entries: readonly NewEntry[]): Promise<void> {
  for (let from = 0; from < entries.length; from += 1000)
    await transaction(pool, async (connection, later) =>
      later(append(connection, entries.slice(from, from + 1000))),
    );
}

async function workOff(line: ProcessLine, process: RunningProcess, from: number): Promise<number> {
  // A round of it takes longer than a lease on a slow machine only when something is wrong.
  await lease(line.pool, 'subscription', process.id, line.holder);
  for (let position = from; ; ) {
    const round = await advance(line, process, position);
    position = round.position;
    if (round.state === 'idle') return position;
  }
}

async function figures(pool: Pool, orders: number, seconds: number): Promise<ProcessFigures> {
  const { rows } = await pool.query<{ transitions: number; commands: number; paid: number }>(
    `select (select count(*) from process_step)::int as transitions, (select count(*) from ledger where type like 'command.%')::int as commands,
            (select count(*) from process_instance where status = 'ended')::int as paid`,
  );
  const { transitions, commands, paid } = rows[0]!;
  if (paid !== orders) throw new Error(`${paid} of ${orders} orders were paid`);
  return { transitions, commands, perSecond: transitions / seconds };
}
