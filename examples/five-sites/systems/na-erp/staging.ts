import type pg from 'pg';
import type { Count } from '../plumbing/counts.ts';
import type { Note } from '../plumbing/journal.ts';
import { keepNotes } from '../plumbing/tableJournal.ts';
import { writeBlock } from './blocks.ts';
import { bookConfirmation, bookMovement, type Repeated } from './bookings.ts';
import { type StagedRow, writeBom, writeCustomer, writeItem, writeSupplier } from './masters.ts';
import { writeOrder } from './orders.ts';
import { markReady } from './periods.ts';
import { decideInvoice, writePurchase } from './purchasing.ts';
import { writeNotification } from './quality.ts';
import { Refusal } from './refusal.ts';
import { type StagingTable, stagingTables } from './schema.ts';
import { writeStockOrder } from './stockOrders.ts';
import { clearTransferInvoice } from './transferClearing.ts';
import { writeTransferInvoice } from './transferInvoices.ts';
import { announceGoods, writeTransfer } from './transfers.ts';

type Work = (client: pg.ClientBase, row: StagedRow, counts: Count[]) => Promise<string | Repeated>;
/** `id` is the column of the sender's id. */
const works: Record<StagingTable, { kind: string; id: string; work: Work }> = {
  stg_itm: { kind: 'items', id: 'extref', work: writeItem },
  stg_sup: { kind: 'suppliers', id: 'extref', work: writeSupplier },
  stg_cus: { kind: 'customers', id: 'extref', work: writeCustomer },
  stg_bom: { kind: 'boms', id: 'extref', work: writeBom },
  stg_ord: { kind: 'salesOrders', id: 'extref', work: writeOrder },
  stg_cnf: { kind: 'confirmations', id: 'cnid', work: bookConfirmation },
  stg_mov: { kind: 'movements', id: 'mvid', work: bookMovement },
  stg_per: { kind: 'periods', id: 'msgid', work: markReady },
  stg_mfo: { kind: 'stockOrders', id: 'extref', work: writeStockOrder },
  stg_tro: { kind: 'transfers', id: 'extref', work: writeTransfer },
  stg_git: { kind: 'goodsInTransit', id: 'mvid', work: announceGoods },
  stg_icv: { kind: 'transferInvoices', id: 'extref', work: writeTransferInvoice },
  stg_icc: { kind: 'transferClearings', id: 'msgid', work: clearTransferInvoice },
  stg_qno: { kind: 'qualityNotifications', id: 'msgid', work: writeNotification },
  stg_pur: { kind: 'purchaseOrders', id: 'extref', work: writePurchase },
  stg_apv: { kind: 'invoiceDecisions', id: 'msgid', work: decideInvoice },
  stg_blk: { kind: 'blocks', id: 'extref', work: writeBlock },
};

/** Works off what waits in the staging tables, inside the caller's transaction; answers in the row itself. */
export async function workOffStaging(client: pg.ClientBase, counts: Count[]): Promise<number> {
  let done = 0;
  for (const table of stagingTables) {
    const { rows } = await client.query<StagedRow>(
      `select * from mvx.${table} where status = 'N' order by stgno limit 100`,
    );
    for (const row of rows) await workOff(client, table, row, counts);
    done += rows.length;
  }
  return done;
}

async function workOff(
  client: pg.ClientBase,
  table: StagingTable,
  row: StagedRow,
  counts: Count[],
): Promise<void> {
  const { kind, id, work } = works[table];
  const note = (outcome: 'accepted' | 'repeated' | 'rejected') =>
    keepNotes(client, 'mvx', noteOf(kind, row[id], row, outcome));
  const mine: Count[] = [];
  await client.query('savepoint one_row');
  try {
    const done = await work(client, row, mine);
    const outcome = typeof done === 'string' ? 'accepted' : 'repeated';
    await answer(client, table, row, 'D', null, typeof done === 'string' ? done : done.repeated);
    await note(outcome);
    counts.push(...mine, { received: kind, outcome });
  } catch (error) {
    const words = refusalOf(error);
    if (words === undefined) throw error;
    await client.query('rollback to savepoint one_row');
    await answer(client, table, row, 'E', words, null);
    await note('rejected');
    counts.push({ received: kind, outcome: 'rejected' });
  }
  await client.query('release savepoint one_row');
}

function noteOf(
  took: string,
  id: unknown,
  row: StagedRow,
  outcome: 'accepted' | 'repeated' | 'rejected',
): Note[] {
  if (typeof id !== 'string' || id === '') return [];
  const state = row['canc'] === 'Y' ? 'cancelled' : String(row['cuor']);
  return [{ took, id, outcome, ...(took === 'salesOrders' && { state }) }];
}

/** The ERP's own words, or the database's about the data (SQLSTATE classes 22 and 23); nothing for lost infrastructure. */
function refusalOf(error: unknown): string | undefined {
  if (error instanceof Refusal) return error.message;
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && /^2[23]/.test(code)
    ? `XX${code}: ${(error as Error).message}`.slice(0, 400)
    : undefined;
}

async function answer(
  client: pg.ClientBase,
  table: StagingTable,
  row: StagedRow,
  status: string,
  msg: string | null,
  keyout: string | null,
): Promise<void> {
  await client.query(
    `update mvx.${table} set status = $2, msg = $3, keyout = $4, don_ts = (clock_timestamp() at time zone 'UTC') where stgno = $1`,
    [row['stgno'], status, msg, keyout],
  );
}
