import type pg from 'pg';
import type { Count } from '../plumbing/counts.ts';
import { paddedTo } from '../world/keys.ts';
import { batchUser } from './codes.ts';
import { addJob, createDelivery } from './jobs.ts';
import { knownItem, requireUnit, type StagedRow } from './masters.ts';
import { Refusal } from './refusal.ts';

/** It was booked before, under this number. */
export interface Repeated {
  repeated: string;
}

/** False when this id was booked before: a fact has one effect. */
async function isNew(client: pg.ClientBase, id: unknown): Promise<boolean> {
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
  const { rows: lines } = await client.query(
    `select * from mvx.ooline where (orno, ponr) = ($1, $2) and stat < '90'`,
    [order.orno, order.ponr],
  );
  if (lines[0] === undefined) return;
  await addStock(
    client,
    { faci: order.faci, whsl: 'FG01', itno: lines[0].itno, unms: lines[0].unms },
    -Number(lines[0].orqt),
    batchUser,
  );
  await addStock(
    client,
    { faci: 'COL', whsl: 'A01', itno: lines[0].itno, unms: lines[0].unms },
    Number(lines[0].orqt),
    batchUser,
  );
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
  if (row['trty'] === 'SI' && row['rfty'] === 'DO') await shipDelivery(client, row, pieces, itno);
  return String(row['mvid']);
}

interface Place {
  faci: string;
  whsl: string;
  itno: string;
  unms: string;
}

/** What runs out at a plant is bought anew at once; the pieces of a dozen are counted as pieces. */
async function addStock(client: pg.ClientBase, place: Place, quantity: number, user: string): Promise<void> {
  const { rows } = await client.query('select unms from mvx.mitmas where itno = $1', [place.itno]);
  const { rows: after } = await client.query(
    `insert into mvx.mitloc (faci, whsl, itno, bano, stas, stqt, alqt, unms, chg_user) values ($1, $2, $3, '', '2', $4, 0, $5, $6)
     on conflict (faci, whsl, itno, bano, stas) do update set stqt = mitloc.stqt + excluded.stqt, chg_user = excluded.chg_user returning stqt::float8 as stqt`,
    [place.faci, place.whsl, place.itno, quantity, rows[0]?.unms ?? place.unms, user],
  );
  if (after[0].stqt < 0 && place.whsl === 'RM01')
    await addStock(client, place, 2000 - Math.floor(after[0].stqt), batchUser);
}

async function shipDelivery(
  client: pg.ClientBase,
  row: StagedRow,
  pieces: number,
  itno: string,
): Promise<void> {
  const dlix = paddedTo(String(row['rfno'] ?? ''), 10);
  await client.query(
    `update mvx.mitloc set alqt = greatest(0, alqt - $2), chg_user = $3 where faci = 'COL' and itno = $1 and stas = '2'`,
    [itno, pieces, row.usid],
  );
  await client.query('update mvx.mhdisl set shqt = shqt + $3 where dlix = $1 and ponr = $2', [
    dlix,
    Number(row['rfln'] ?? 0),
    pieces,
  ]);
  const { rows } = await client.query(
    'select orno from mvx.mhdish where dlix = $1 and not exists (select 1 from mvx.mhdisl where dlix = $1 and shqt < dlqt)',
    [dlix],
  );
  if (rows[0] === undefined) return;
  await client.query(`update mvx.mhdish set stat = '90', chg_user = $2 where dlix = $1`, [dlix, batchUser]);
  await client.query(
    `update mvx.ooline set stat = '77' where orno = $1 and ponr in (select ponr from mvx.mhdisl where dlix = $2)`,
    [rows[0].orno, dlix],
  );
  const { rows: orders } = await client.query(
    `update mvx.oohead set stat = case when exists (select 1 from mvx.ooline where orno = $1 and stat < '77') then '44' else '77' end, chg_user = $2 where orno = $1 returning stat`,
    [rows[0].orno, batchUser],
  );
  if (orders[0].stat === '77') await addJob(client, 'invoice', rows[0].orno, 20);
}
