import type pg from 'pg';
import { paddedTo } from '../world/keys.ts';
import { batchUser, dayFromNow } from './codes.ts';
import type { StagedRow } from './masters.ts';
import { Refusal } from './refusal.ts';
import { addJob } from './schedule.ts';
import { rate } from './transferInvoices.ts';

const cleared = '90';

/** So many steps after the other company has disputed an invoice, somebody has looked at it. */
const stepsUntilCorrected = 6;

/** What becomes of an invoice between the companies: it is cleared (ACTN `C`), disputed (`D`), or no longer (`U`). */
export async function clearTransferInvoice(client: pg.ClientBase, row: StagedRow): Promise<string> {
  const ivno = paddedTo(String(row['ivno'] ?? '').trim(), 10);
  const { rows } = await client.query('select stat, ivam::text as ivam from mvx.ocinvh where ivno = $1', [
    ivno,
  ]);
  if (rows[0] === undefined) throw new Refusal(`IC0042: invoice ${ivno} does not exist`);
  if (row['actn'] === 'C') await clear(client, row, ivno, rows[0]);
  else if (row['actn'] === 'D') await dispute(client, row, ivno, rows[0].stat);
  else if (row['actn'] === 'U') await change(client, ivno, row.usid, { dsrs: null });
  else throw new Refusal(`IC0041: ACTN ${row['actn']} unknown`);
  return ivno;
}

/** With what the other company pays (CLAM), and what is booked as a difference (CLDF): together what it comes to. */
async function clear(
  client: pg.ClientBase,
  row: StagedRow,
  ivno: string,
  { stat, ivam }: { stat: string; ivam: string },
): Promise<void> {
  if (stat === cleared) return;
  const sum = Number(row['clam']) + Number(row['cldf'] ?? 0);
  if (sum.toFixed(2) !== Number(ivam).toFixed(2))
    throw new Refusal(`IC0043: ${row['clam']} and ${row['cldf'] ?? 0} do not make ${ivam} of ${ivno}`);
  const { rows } = await client.query(`select lpad(nextval('mvx.no_clno')::text, 10, '0') as no`);
  await change(client, ivno, row.usid, {
    ...{ stat: cleared, clno: rows[0].no, cldt: dayFromNow(0), clrf: row['clrf'] },
    ...{ clam: row['clam'], cldf: row['cldf'] ?? 0, dsrs: null },
  });
}

async function dispute(client: pg.ClientBase, row: StagedRow, ivno: string, stat: string): Promise<void> {
  if (stat === cleared) throw new Refusal(`IC0044: invoice ${ivno} is cleared`);
  await change(client, ivno, row.usid, { dsrs: row['dsrs'] });
  await addJob(client, 'rerate', ivno, stepsUntilCorrected);
}

/** Somebody has looked at what the other company disputes: it is charged by the prices of this year. */
export async function correctTransferInvoice(client: pg.ClientBase, ivno: string): Promise<void> {
  const { rowCount } = await client.query(
    'select from mvx.ocinvh where ivno = $1 and dsrs is not null and stat <> $2',
    [ivno, cleared],
  );
  if (rowCount === 0) return;
  await rate(client, ivno, 'thisYear', batchUser);
  await change(client, ivno, batchUser, { dsrs: null });
}

async function change(
  client: pg.ClientBase,
  ivno: string,
  user: string,
  columns: Record<string, unknown>,
): Promise<void> {
  const sets = Object.keys(columns).map((name, i) => `${name} = $${i + 3}`);
  await client.query(`update mvx.ocinvh set chg_user = $2, ${sets} where ivno = $1`, [
    ...[ivno, user, ...Object.values(columns)],
  ]);
}
