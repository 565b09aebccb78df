import type pg from 'pg';
import { batchUser } from './codes.ts';

/** Where an item lies at a facility. */
export interface Place {
  faci: string;
  whsl: string;
  itno: string;
}

/** Where a facility keeps what it ships. */
export function finishedAt(faci: string, itno: string): Place {
  return { faci, whsl: faci === 'COL' ? 'A01' : 'FG01', itno };
}

/** What runs out is bought anew at once, or in the warehouse delivered from the plants. */
const topUps: Record<string, { below: number; by: number }> = {
  RM01: { below: 0, by: 2000 },
  A01: { below: 20, by: 200 },
};

/** In the item's base unit. */
export async function addStock(
  client: pg.ClientBase,
  place: Place & { unms?: string },
  quantity: number,
  user: string,
): Promise<void> {
  const after = await moveStock(client, { ...place, stas: '2' }, quantity, user);
  const topUp = topUps[place.whsl];
  if (topUp !== undefined && quantity < 0 && after < topUp.below)
    await addStock(client, place, topUp.by - Math.min(0, Math.floor(after)), batchUser);
}

/** To or from stock in a state, which is not bought anew; how much there is then. */
export async function moveStock(
  client: pg.ClientBase,
  place: Place & { unms?: string; stas: string },
  quantity: number,
  user: string,
): Promise<number> {
  const { rows } = await client.query('select unms from mvx.mitmas where itno = $1', [place.itno]);
  const { rows: after } = await client.query(
    `insert into mvx.mitloc (faci, whsl, itno, bano, stas, stqt, alqt, unms, chg_user) values ($1, $2, $3, '', $4, $5, 0, $6, $7)
     on conflict (faci, whsl, itno, bano, stas) do update set stqt = mitloc.stqt + excluded.stqt, chg_user = excluded.chg_user returning stqt::float8 as stqt`,
    [place.faci, place.whsl, place.itno, place.stas, quantity, rows[0]?.unms ?? place.unms, user],
  );
  return after[0].stqt;
}

/** Sets so much aside for a delivery, or with a negative quantity gives it back. */
export async function allocate(
  client: pg.ClientBase,
  { faci, whsl, itno }: Place,
  quantity: number,
  user: string,
): Promise<void> {
  await client.query(
    `update mvx.mitloc set alqt = greatest(0, alqt + $4), chg_user = $5 where (faci, whsl, itno, bano, stas) = ($1, $2, $3, '', '2')`,
    [faci, whsl, itno, quantity, user],
  );
}

/** What is there and set aside for nothing. */
export async function freeAt(client: pg.ClientBase, { faci, whsl, itno }: Place): Promise<number> {
  const { rows } = await client.query(
    `select coalesce(sum(stqt - alqt), 0)::float8 as free from mvx.mitloc where (faci, whsl, itno, stas) = ($1, $2, $3, '2')`,
    [faci, whsl, itno],
  );
  return rows[0].free;
}
