import type pg from 'pg';
import { transferAmount } from '../world/transferPrice.ts';
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
    const { rows } = await client.query('select grwe::float8 as grwe from mvx.mitmas where itno = $1', [
      itno,
    ]);
    await client.query(
      'insert into mvx.ocinvl (ivno, ponr, itno, ivqt, unms, lnam) values ($1, $2, $3, $4, $5, $6)',
      [
        ...[ivno, line['ponr'], itno, line['ivqt'], line['unms']],
        transferAmount(Number(line['ivqt']), (rows[0].grwe ?? 0) / poundsPerKilo),
      ],
    );
  }
  await client.query(
    `insert into mvx.ocinvh (ivno, extref, trref, divi, drcr, sino, ivdt, cucd, ivam, stat, rgts, chg_user)
     values ($1, $2, $3, 'DE1', $4, $5, $6, 'USD', (select sum(lnam) from mvx.ocinvl where ivno = $1), $7, ${now}, $8)`,
    [ivno, row['extref'], row['trref'], row['drcr'], row['sino'], dayFromNow(0), stat, row.usid],
  );
  return ivno;
}
