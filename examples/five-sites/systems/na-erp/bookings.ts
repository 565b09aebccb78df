import type pg from 'pg';
import type { Count } from '../plumbing/counts.ts';
import { paddedTo } from '../world/keys.ts';
import { batchUser } from './codes.ts';
import { knownItem, requireUnit, type StagedRow } from './masters.ts';
import { Refusal } from './refusal.ts';
import { createDelivery, type OrderLine, pickDelivery, shipLine } from './shipping.ts';
import { addStock, finishedAt } from './stock.ts';

/** It was booked before, under this number. */
export interface Repeated {
  repeated: string;
}

/** False when this id was booked before: a fact has one effect. */
export async function isNew(client: pg.ClientBase, id: unknown): Promise<boolean> {
  if (!id) throw new Refusal('PM0001: an id is needed');
  const { rowCount } = await client.query(
    'insert into mvx.sys_seen (id) values ($1) on conflict do nothing',
    [id],
  );
  return rowCount === 1;
}

/** Books progress; the last operation's final one completes the order and ships what was made to order. */
export async function bookConfirmation(
  client: pg.ClientBase,
  row: StagedRow,
  counts: Count[],
): Promise<string | Repeated> {
  const mfno = paddedTo(String(row['mfno'] ?? '').trim(), 10);
  const { rows } = await client.query('select * from mvx.mwohed where mfno = $1', [mfno]);
  const order = rows[0];
  if (order === undefined) throw new Refusal(`PM0003: order ${mfno} does not exist`);
  if (order.stat === '99') throw new Refusal(`PM0010: order ${mfno} is closed`);
  if (!['B', 'P', 'F'].includes(String(row['kind']))) throw new Refusal(`PM0011: KIND ${row['kind']}`);
  if (!(await isNew(client, `cnf ${row['cnid']}`))) return { repeated: mfno };
  const { rows: operations } = await client.query(
    'select max(opno) as last from mvx.mwoope where mfno = $1',
    [mfno],
  );
  const last = Number(row['opno']) === operations[0].last;
  const completes = last && row['kind'] === 'F';
  await client.query('update mvx.mwoope set stat = $3 where (mfno, opno) = ($1, $2)', [
    mfno,
    row['opno'],
    row['kind'] === 'F' ? '90' : '60',
  ]);
  await client.query(
    `update mvx.mwohed set stat = greatest(stat, $2), yiqt = yiqt + $3, scqt = scqt + $4, chg_user = $5 where mfno = $1`,
    [mfno, completes ? '90' : '60', last ? (row['yiqt'] ?? 0) : 0, row['scqt'] ?? 0, row.usid],
  );
  if (completes && order.stat !== '90' && order.orno !== null) await shipMade(client, order, counts);
  return mfno;
}

async function shipMade(
  client: pg.ClientBase,
  order: { orno: string; ponr: number; faci: string },
  counts: Count[],
): Promise<void> {
  const { rows: lines } = await client.query<OrderLine & { whlo: string }>(
    `select l.*, o.whlo from mvx.ooline l join mvx.oohead o using (orno) where (orno, ponr) = ($1, $2) and l.stat < '90'`,
    [order.orno, order.ponr],
  );
  const [line] = lines;
  if (line === undefined) return;
  if (line.whlo !== order.faci) {
    await addStock(client, finishedAt(order.faci, line.itno), -Number(line.orqt), batchUser);
    await addStock(client, finishedAt(line.whlo, line.itno), Number(line.orqt), batchUser);
  }
  await createDelivery(client, order.orno, lines, counts);
}

/** +1 adds to stock, -1 takes from it; CD by its own sign. */
const directions: Record<string, number> = { WI: -1, WR: 1, SC: -1, SI: -1, LT: 0, CD: 1 };

export async function bookMovement(client: pg.ClientBase, row: StagedRow): Promise<string | Repeated> {
  const direction = directions[String(row['trty'])];
  if (direction === undefined) throw new Refusal(`MM0005: TRTY ${row['trty']} unknown`);
  requireUnit(row['unms'], false);
  const itno = await knownItem(client, row['itno']);
  const quantity = Number(row['trqt']);
  if (!(quantity >= 0)) throw new Refusal(`MM0006: TRQT ${row['trqt']}`);
  if (!(await isNew(client, `mov ${row['mvid']}`))) return { repeated: String(row['mvid']) };
  const faci = String(row['faci'] || 'COL');
  const place = {
    faci,
    whsl: String(row['whsl'] || (faci === 'COL' ? 'A01' : 'RM01')),
    itno,
    unms: String(row['unms']),
  };
  const pieces = row['unms'] === 'DZ' ? quantity * 12 : quantity;
  const sign = row['trty'] === 'CD' && row['sgn'] === '-' ? -1 : 1;
  if (direction !== 0) await addStock(client, place, direction * sign * pieces, row.usid);
  if (row['rfty'] === 'DO' && row['trty'] === 'LT') await pickDelivery(client, row['rfno'], row.usid);
  if (row['rfty'] === 'DO' && row['trty'] === 'SI') await shipLine(client, row, itno, pieces);
  return String(row['mvid']);
}
