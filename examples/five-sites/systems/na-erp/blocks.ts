import type pg from 'pg';
import { knownItem, requireUnit, type StagedRow } from './masters.ts';
import { Refusal } from './refusal.ts';
import { finishedAt, moveStock, type Place } from './stock.ts';

const states = { blocked: '20', released: '90', scrapped: '99' };
const ends: Record<string, string> = { R: states.released, S: states.scrapped };

/** Blocks finished stock under the sender's reference, up to what lies there; later frees it (R) or writes it off (S). */
export async function writeBlock(client: pg.ClientBase, row: StagedRow): Promise<string> {
  const extref = String(row['extref'] ?? '');
  if (extref === '') throw new Refusal('MM0040: EXTREF is needed');
  const { rows } = await client.query('select * from mvx.mitblk where extref = $1', [extref]);
  if (row['actn'] === 'B') return rows[0] === undefined ? block(client, row, extref) : extref;
  const stat = ends[String(row['actn'])];
  if (stat === undefined) throw new Refusal(`MM0041: ACTN ${row['actn']} unknown`);
  if (rows[0] === undefined) throw new Refusal(`MM0042: nothing is blocked under EXTREF ${extref}`);
  if (rows[0].stat === stat) return extref;
  if (rows[0].stat !== states.blocked) throw new Refusal(`MM0043: EXTREF ${extref} is no longer blocked`);
  const place: Place = finishedAt(rows[0].faci, rows[0].itno);
  const quantity = Number(rows[0].blqt);
  await moveStock(client, { ...place, stas: '3' }, -quantity, row.usid);
  if (stat === states.released) await moveStock(client, { ...place, stas: '2' }, quantity, row.usid);
  await client.query('update mvx.mitblk set stat = $2 where extref = $1', [extref, stat]);
  return extref;
}

async function block(client: pg.ClientBase, row: StagedRow, extref: string): Promise<string> {
  requireUnit(row['unms'], false);
  const itno = await knownItem(client, row['itno']);
  const wanted = Number(row['blqt']);
  if (!(wanted > 0)) throw new Refusal(`MM0044: BLQT ${row['blqt']}`);
  const place = finishedAt(String(row['faci']), itno);
  const { rows } = await client.query(
    `select coalesce(sum(stqt), 0)::float8 as there from mvx.mitloc where (faci, whsl, itno, bano, stas) = ($1, $2, $3, '', '2')`,
    [place.faci, place.whsl, itno],
  );
  const quantity = Math.min(wanted, Math.max(0, rows[0].there));
  if (quantity > 0) {
    await moveStock(client, { ...place, stas: '2' }, -quantity, row.usid);
    await moveStock(client, { ...place, stas: '3' }, quantity, row.usid);
  }
  await client.query(
    'insert into mvx.mitblk (extref, itno, faci, blqt, rscd, stat) values ($1, $2, $3, $4, $5, $6)',
    [extref, itno, place.faci, quantity, row['rscd'], states.blocked],
  );
  return extref;
}
