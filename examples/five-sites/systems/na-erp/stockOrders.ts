import type pg from 'pg';
import type { Count } from '../plumbing/counts.ts';
import { knownItem, requireUnit, type StagedRow } from './masters.ts';
import { planProduction } from './production.ts';
import { Refusal } from './refusal.ts';

/** Plans production for stock under the sender's reference, or takes it back (CANC) while no plant has begun. */
export async function writeStockOrder(
  client: pg.ClientBase,
  row: StagedRow,
  counts: Count[],
): Promise<string> {
  const extref = String(row['extref'] ?? '');
  if (extref === '') throw new Refusal('PM0020: EXTREF is needed');
  const { rows } = await client.query('select mfno, stat from mvx.mwohed where extref = $1', [extref]);
  if (row['canc'] === 'Y') return cancel(client, row, rows[0]);
  if (rows[0] !== undefined) return rows[0].mfno;
  requireUnit(row['unms'], false);
  const [itno, faci] = [await knownItem(client, row['itno']), String(row['faci'])];
  if (!(Number(row['orqt']) > 0)) throw new Refusal(`PM0021: ORQT ${row['orqt']}`);
  const wanted = {
    ...{ itno, orqt: String(row['orqt']), unms: String(row['unms']) },
    ...{ extref, dmnd: String(row['dmnd'] ?? ''), user: row.usid },
  };
  const mfno = await planProduction(client, wanted, counts, [faci]);
  if (mfno === undefined) throw new Refusal(`PM0022: ${itno} is not made at ${faci}`);
  return mfno;
}

async function cancel(
  client: pg.ClientBase,
  row: StagedRow,
  known: { mfno: string; stat: string } | undefined,
): Promise<string> {
  if (known === undefined) throw new Refusal(`PM0023: no order with EXTREF ${row['extref']}`);
  if (known.stat >= '60' && known.stat !== '99') throw new Refusal(`PM0024: order ${known.mfno} is in work`);
  await client.query(`update mvx.mwohed set stat = '99', chg_user = $2 where mfno = $1`, [
    known.mfno,
    row.usid,
  ]);
  return known.mfno;
}
