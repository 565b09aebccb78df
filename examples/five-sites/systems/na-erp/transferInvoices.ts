import type pg from 'pg';
import { priceOfSender, transferAmount } from '../world/transferPrice.ts';
import { dayFromNow, poundsPerKilo } from './codes.ts';
import { knownItem, type StagedRow } from './masters.ts';
import { Refusal } from './refusal.ts';

const now = `(clock_timestamp() at time zone 'UTC')`;
/** What is owed to us is issued; what we owe is for what was received, and approved as it is booked. */
const states: Record<string, string> = { D: '20', C: '50' };

/** What the other company owes for a transfer (DRCR `D`), or is owed (`C`, with its number as SINO), once, under the sender's reference. */
export async function writeTransferInvoice(client: pg.ClientBase, row: StagedRow): Promise<string> {
  const stat = states[String(row['drcr'])];
  if (stat === undefined) throw new Refusal(`IC0003: DRCR ${row['drcr']} unknown`);
  const { rows: known } = await client.query('select ivno from mvx.ocinvh where extref = $1', [
    row['extref'],
  ]);
  if (known[0] !== undefined) return known[0].ivno;
  const { rows: lines } = await client.query('select * from mvx.stg_icl where msgid = $1 order by ponr', [
    row.msgid,
  ]);
  if (lines.length === 0) throw new Refusal('IC0002: an invoice has lines');
  const { rows: numbers } = await client.query(`select lpad(nextval('mvx.no_ivno')::text, 10, '0') as no`);
  const ivno: string = numbers[0].no;
  for (const line of lines) {
    const itno = await knownItem(client, line['itno']);
    await client.query(
      'insert into mvx.ocinvl (ivno, ponr, itno, ivqt, unms, lnam) values ($1, $2, $3, $4, $5, 0)',
      [ivno, line['ponr'], itno, line['ivqt'], line['unms']],
    );
  }
  await client.query(
    `insert into mvx.ocinvh (ivno, extref, trref, divi, drcr, sino, ivdt, cucd, ivam, stat, rgts, chg_user)
     values ($1, $2, $3, 'DE1', $4, $5, $6, 'USD', 0, $7, ${now}, $8)`,
    [ivno, row['extref'], row['trref'], row['drcr'], row['sino'], dayFromNow(0), stat, row.usid],
  );
  await rate(client, ivno, row['drcr'] === 'D' ? priceOfSender(String(row['trref'])) : 'thisYear', row.usid);
  return ivno;
}

/** Its lines at these prices. */
export async function rate(
  client: pg.ClientBase,
  ivno: string,
  price: Parameters<typeof transferAmount>[2],
  user: string,
): Promise<void> {
  const { rows: lines } = await client.query(
    `select l.ponr, l.ivqt::float8 as ivqt, coalesce(i.grwe, 0)::float8 as grwe from mvx.ocinvl l left join mvx.mitmas i using (itno) where l.ivno = $1`,
    [ivno],
  );
  for (const { ponr, ivqt, grwe } of lines)
    await client.query('update mvx.ocinvl set lnam = $3 where ivno = $1 and ponr = $2', [
      ...[ivno, ponr, transferAmount(ivqt, grwe / poundsPerKilo, price)],
    ]);
  await client.query(
    'update mvx.ocinvh set ivam = (select sum(lnam) from mvx.ocinvl where ivno = $1), chg_user = $2 where ivno = $1',
    [ivno, user],
  );
}
