import type pg from 'pg';
import type { Count } from '../plumbing/counts.ts';
import { paddedTo } from '../world/keys.ts';
import { batchUser, dayFromNow } from './codes.ts';
import type { StagedRow } from './masters.ts';
import { replenish } from './production.ts';
import { addJob } from './schedule.ts';
import { addStock, allocate, finishedAt } from './stock.ts';

const now = `(clock_timestamp() at time zone 'UTC')`;

export interface OrderLine {
  orno: string;
  ponr: number;
  itno: string;
  orqt: string;
  unms: string;
}

/** A delivery from the place that the order ships from, with what it ships allocated. Columbus has a WMS; a plant's own gate ships by itself. */
export async function createDelivery(
  client: pg.ClientBase,
  orno: string,
  lines: OrderLine[],
  counts: Count[],
): Promise<void> {
  const { rows: numbers } = await client.query(
    `select lpad(nextval('mvx.no_dlix')::text, 10, '0') as dlix, whlo from mvx.oohead where orno = $1`,
    [orno],
  );
  const { dlix, whlo } = numbers[0] as { dlix: string; whlo: string };
  for (const line of lines) {
    await client.query('insert into mvx.mhdisl (dlix, ponr, itno, dlqt, unms) values ($1, $2, $3, $4, $5)', [
      dlix,
      line.ponr,
      line.itno,
      line.orqt,
      line.unms,
    ]);
    await allocate(client, finishedAt(whlo, line.itno), Number(line.orqt), batchUser);
  }
  await client.query(
    `insert into mvx.mhdish (dlix, orno, cuno, whlo, stat, dsdt, dedt, grwe, adr1, town, pono, cscd, rgts, chg_user)
     select $1, o.orno, o.cuno, o.whlo, '20', $3, $4, (select round(sum(l.dlqt * coalesce(i.grwe, 0)), 3) from mvx.mhdisl l join mvx.mitmas i using (itno) where l.dlix = $1),
       c.adr1, c.town, c.pono, c.cscd, ${now}, $5 from mvx.oohead o join mvx.ocusma c using (cuno) where o.orno = $2`,
    [dlix, orno, dayFromNow(1), dayFromNow(4), batchUser],
  );
  counts.push({ emitted: 'deliveries' });
  if (whlo !== 'COL') await addJob(client, 'ship', dlix, 10);
}

interface Line {
  ponr: number;
  itno: string;
  dlqt: string;
}

/** All of a delivery leaves by the gate of its plant. The stock is booked last: it is told for a time after the goods left. */
export async function shipFromPlant(client: pg.ClientBase, dlix: string, counts: Count[]): Promise<void> {
  const { rows } = await client.query(`select whlo from mvx.mhdish where dlix = $1 and stat = '20'`, [dlix]);
  if (rows[0] === undefined) return;
  const { rows: lines } = await client.query<Line>(
    'update mvx.mhdisl set shqt = dlqt where dlix = $1 returning ponr, itno, dlqt',
    [dlix],
  );
  await depart(client, dlix);
  for (const { itno, dlqt } of lines) {
    const place = finishedAt(rows[0].whlo, itno);
    await allocate(client, place, -Number(dlqt), batchUser);
    await addStock(client, place, -Number(dlqt), batchUser);
    await replenish(client, place, counts);
  }
}

/** The warehouse is at it: from now on it is not cancelled. */
export async function pickDelivery(client: pg.ClientBase, number: unknown, user: string): Promise<void> {
  await client.query(`update mvx.mhdish set stat = '40', chg_user = $2 where dlix = $1 and stat = '20'`, [
    paddedTo(String(number ?? ''), 10),
    user,
  ]);
}

/** What the warehouse shipped of a line; when that was all, the delivery has departed. */
export async function shipLine(
  client: pg.ClientBase,
  row: StagedRow,
  itno: string,
  pieces: number,
): Promise<void> {
  const dlix = paddedTo(String(row['rfno'] ?? ''), 10);
  await allocate(client, finishedAt('COL', itno), -pieces, row.usid);
  await client.query('update mvx.mhdisl set shqt = shqt + $3 where dlix = $1 and ponr = $2', [
    dlix,
    Number(row['rfln'] ?? 0),
    pieces,
  ]);
  const { rowCount } = await client.query(
    'select from mvx.mhdish where dlix = $1 and not exists (select 1 from mvx.mhdisl where dlix = $1 and shqt < dlqt)',
    [dlix],
  );
  if (rowCount === 1) await depart(client, dlix, row['trts']);
}

/** Goods issue at `at`, now when nothing is said; the order is in work, or done, and then invoiced. One that was cancelled stays so. */
async function depart(client: pg.ClientBase, dlix: string, at?: unknown): Promise<void> {
  const { rows } = await client.query(
    `update mvx.mhdish set stat = '90', gits = coalesce($2, ${now}), chg_user = $3 where dlix = $1 returning orno`,
    [dlix, at ?? null, batchUser],
  );
  const { orno } = rows[0] as { orno: string };
  await client.query(
    `update mvx.ooline set stat = '77' where orno = $1 and stat < '90' and ponr in (select ponr from mvx.mhdisl where dlix = $2)`,
    [orno, dlix],
  );
  const { rows: orders } = await client.query(
    `update mvx.oohead set stat = case when exists (select 1 from mvx.ooline where orno = $1 and stat < '77') then '44' else '77' end, chg_user = $2 where orno = $1 and stat < '90' returning stat`,
    [orno, batchUser],
  );
  if (orders[0]?.stat === '77') await addJob(client, 'invoice', orno, 20);
}

/** Takes back what nobody has begun to pick. False when somebody has. */
export async function cancelDeliveries(client: pg.ClientBase, orno: string, user: string): Promise<boolean> {
  const { rowCount: begun } = await client.query(
    `select from mvx.mhdish where orno = $1 and stat in ('40', '90')`,
    [orno],
  );
  if (begun! > 0) return false;
  const { rows } = await client.query<{ whlo: string; itno: string; dlqt: string }>(
    `select h.whlo, l.itno, l.dlqt from mvx.mhdish h join mvx.mhdisl l using (dlix) where h.orno = $1 and h.stat = '20'`,
    [orno],
  );
  await client.query(`update mvx.mhdish set stat = '99', chg_user = $2 where orno = $1 and stat = '20'`, [
    orno,
    user,
  ]);
  for (const { whlo, itno, dlqt } of rows)
    await allocate(client, finishedAt(whlo, itno), -Number(dlqt), user);
  return true;
}
