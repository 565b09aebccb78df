import type pg from 'pg';
import { paddedTo } from '../world/keys.ts';
import { dayFromNow, facilities } from './codes.ts';
import { knownItem, requireUnit, type StagedRow } from './masters.ts';
import { Refusal } from './refusal.ts';
import { addJob } from './schedule.ts';
import { cancelDeliveries } from './shipping.ts';

const now = `(clock_timestamp() at time zone 'UTC')`;
/** Net amount of the lines of order $1. */
const net = '(select sum(round(orqt * sapr, 2)) from mvx.ooline where orno = $1)';

/** Takes a sales order in, changes it (its lines only until it is confirmed), or cancels it until it is picked; found again by `extref`. */
export async function writeOrder(client: pg.ClientBase, row: StagedRow): Promise<string> {
  if (!row['extref']) throw new Refusal('OI0001: EXTREF is needed');
  const { rows } = await client.query('select orno, stat from mvx.oohead where extref = $1', [row['extref']]);
  if (row['canc'] === 'Y') return cancel(client, row, rows[0]);
  if (row['whlo'] && !Object.values(facilities).includes(String(row['whlo'])))
    throw new Refusal(`OI0005: WHLO ${row['whlo']} unknown`);
  const { rows: lines } = await client.query('select * from mvx.stg_orl where msgid = $1 order by ponr', [
    row.msgid,
  ]);
  if (rows[0] !== undefined) return change(client, row, rows[0], lines);
  if (lines.length === 0) throw new Refusal('CR0001: an order has lines');
  const cuno = await knownCustomer(client, row['cuno']);
  const { rows: numbers } = await client.query(`select lpad(nextval('mvx.no_orno')::text, 10, '0') as no`);
  const orno: string = numbers[0].no;
  await writeLines(client, orno, lines);
  await client.query(
    `insert into mvx.oohead (orno, cuno, cuor, extref, ordt, rldt, cucd, ntam, whlo, stat, rgts, chg_user)
     values ($1, $2, $3, $4, $5, $6, $7, ${net}, $8, '20', ${now}, $9)`,
    [
      orno,
      cuno,
      row['cuor'],
      row['extref'],
      row['ordt'] ?? dayFromNow(0),
      row['rldt'] ?? dayFromNow(14),
      row['cucd'] ?? 'USD',
      row['whlo'] || 'COL',
      row.usid,
    ],
  );
  await addJob(client, 'confirm', orno, 1);
  return orno;
}

interface Known {
  orno: string;
  stat: string;
}

async function change(
  client: pg.ClientBase,
  row: StagedRow,
  known: Known,
  lines: StagedRow[],
): Promise<string> {
  if (known.stat === '99') throw new Refusal(`OI0012: order ${known.orno} is cancelled`);
  if (known.stat === '20' && lines.length > 0) {
    await client.query('delete from mvx.ooline where orno = $1', [known.orno]);
    await writeLines(client, known.orno, lines);
  }
  await client.query(
    `update mvx.oohead set rldt = coalesce($2, rldt), cuor = coalesce($3, cuor), ntam = ${net}, chg_user = $4 where orno = $1`,
    [known.orno, row['rldt'], row['cuor'], row.usid],
  );
  return known.orno;
}

async function cancel(client: pg.ClientBase, row: StagedRow, known: Known | undefined): Promise<string> {
  if (known === undefined) throw new Refusal(`OI0003: no order with EXTREF ${row['extref']}`);
  const isShipping = !(await cancelDeliveries(client, known.orno, row.usid));
  if (isShipping) throw new Refusal(`OI0015: order ${known.orno} is shipping`);
  await client.query(`update mvx.ooline set stat = '99' where orno = $1`, [known.orno]);
  await client.query(`update mvx.oohead set stat = '99', chg_user = $2 where orno = $1`, [
    known.orno,
    row.usid,
  ]);
  await client.query(`update mvx.mwohed set stat = '99', chg_user = $2 where orno = $1 and stat < '60'`, [
    known.orno,
    row.usid,
  ]);
  return known.orno;
}

async function writeLines(client: pg.ClientBase, orno: string, lines: StagedRow[]): Promise<void> {
  for (const line of lines) {
    requireUnit(line['unms'], false);
    if (!(Number(line['orqt']) > 0))
      throw new Refusal(`OI0021: ORQT ${line['orqt']} of line ${line['ponr']}`);
    const itno = await knownItem(client, line['itno']);
    const values = [orno, line['ponr'], itno, line['orqt'], line['unms'], line['sapr'] ?? 0];
    await client.query(
      `insert into mvx.ooline (orno, ponr, itno, orqt, unms, sapr, stat) values ($1, $2, $3, $4, $5, $6, '20')`,
      values,
    );
  }
}

async function knownCustomer(client: pg.ClientBase, number: unknown): Promise<string> {
  const cuno = paddedTo(String(number ?? '').trim(), 10);
  const { rows } = await client.query('select stat from mvx.ocusma where cuno = $1', [cuno]);
  if (rows[0] === undefined) throw new Refusal(`OI0007: CUNO ${cuno} does not exist`);
  if (rows[0].stat === '50') throw new Refusal(`OI0008: customer ${cuno} is blocked`);
  return cuno;
}
