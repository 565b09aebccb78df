import type pg from 'pg';
import { batchUser, dayFromNow } from './codes.ts';

const now = `(clock_timestamp() at time zone 'UTC')`;
const daysToPay: Record<string, number> = { I00: 0, N30: 30, N60: 60 };

/** One invoice for all that was shipped of an order, without tax: its customers hold exemption certificates. Its number. */
export async function invoiceOrder(client: pg.ClientBase, orno: string): Promise<string> {
  const { rows } = await client.query(
    `select lpad(nextval('mvx.no_ivno')::text, 10, '0') as ivno, c.tepy from mvx.oohead o join mvx.ocusma c using (cuno) where o.orno = $1`,
    [orno],
  );
  const { ivno, tepy } = rows[0] as { ivno: string; tepy: string };
  await client.query(
    `insert into mvx.oinvol (ivno, ponr, itno, ivqt, unms, sapr, lnam)
     select $1, ponr, itno, orqt, unms, sapr, round(orqt * sapr, 2) from mvx.ooline where orno = $2 and stat = '77'`,
    [ivno, orno],
  );
  await client.query(
    `insert into mvx.oinvoh (ivno, orno, cuno, whlo, ivdt, dudt, cucd, ivam, vtam, stat, rgts, chg_user)
     select $1, orno, cuno, whlo, $3, $4, cucd, (select sum(lnam) from mvx.oinvol where ivno = $1), 0, '20', ${now}, $5 from mvx.oohead where orno = $2`,
    [ivno, orno, dayFromNow(0), dayFromNow(daysToPay[tepy] ?? 30), batchUser],
  );
  return ivno;
}

/** The customer's money is there. */
export async function payInvoice(client: pg.ClientBase, ivno: string): Promise<void> {
  await client.query(`update mvx.oinvoh set stat = '90', pydt = $2, chg_user = $3 where ivno = $1`, [
    ivno,
    dayFromNow(0),
    batchUser,
  ]);
}
