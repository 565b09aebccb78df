import type pg from 'pg';
import type { Count } from '../plumbing/counts.ts';
import { transferAmount } from '../world/transferPrice.ts';
import { batchUser, dayFromNow, poundsPerKilo } from './codes.ts';
import { knownItem, requireUnit, type StagedRow } from './masters.ts';
import { replenish } from './production.ts';
import { Refusal } from './refusal.ts';
import { addJob } from './schedule.ts';
import { addStock, finishedAt, freeAt } from './stock.ts';

const now = `(clock_timestamp() at time zone 'UTC')`;
const states = { open: '20', sent: '90', cancelled: '99' };

/** What a plant is to send to the other company, under the sender's reference (ACTN `I`), or no longer (`X`), until it left. */
export async function writeTransfer(client: pg.ClientBase, row: StagedRow): Promise<string> {
  const extref = String(row['extref'] ?? '');
  const { rows } = await client.query('select trno, stat from mvx.mdohed where extref = $1', [extref]);
  const known = rows[0] as { trno: string; stat: string } | undefined;
  if (row['actn'] === 'X') {
    if (known === undefined) throw new Refusal(`MD0003: no transfer with EXTREF ${extref}`);
    if (known.stat === states.sent) throw new Refusal(`MD0015: transfer ${known.trno} has left`);
    await client.query('update mvx.mdohed set stat = $2 where trno = $1', [known.trno, states.cancelled]);
    return known.trno;
  }
  if (extref === '') throw new Refusal('MD0001: EXTREF is needed');
  if (known !== undefined) return known.trno;
  const { rows: lines } = await client.query('select * from mvx.stg_trl where msgid = $1 order by ponr', [
    row.msgid,
  ]);
  if (lines.length === 0) throw new Refusal('MD0002: a transfer has lines');
  const { rows: numbers } = await client.query(`select lpad(nextval('mvx.no_trno')::text, 10, '0') as no`);
  const trno: string = numbers[0].no;
  await client.query('insert into mvx.mdohed (trno, extref, faci, tofa, stat) values ($1, $2, $3, $4, $5)', [
    ...[trno, extref, row['faci'], row['tofa'], states.open],
  ]);
  for (const line of lines) {
    requireUnit(line['unms'], false);
    const itno = await knownItem(client, line['itno']);
    await client.query('insert into mvx.mdolin (trno, ponr, itno, trqt, unms) values ($1, $2, $3, $4, $5)', [
      trno,
      line['ponr'],
      itno,
      line['trqt'],
      line['unms'],
    ]);
  }
  await addJob(client, 'send', trno, 4);
  return trno;
}

interface Line {
  ponr: number;
  itno: string;
  trqt: string;
  unms: string;
}

/** The plant sends what lies free there; what does not is not sent. */
export async function sendTransfer(client: pg.ClientBase, trno: string, counts: Count[]): Promise<void> {
  const { rows } = await client.query<{ faci: string; extref: string }>(
    'update mvx.mdohed set stat = $2 where trno = $1 and stat = $3 returning faci, extref',
    [trno, states.sent, states.open],
  );
  if (rows[0] === undefined) return;
  const { faci, extref } = rows[0];
  const { rows: lines } = await client.query<Line>(
    'select ponr, itno, trqt, unms from mvx.mdolin where trno = $1 order by ponr',
    [trno],
  );
  for (const { ponr, itno, trqt, unms } of lines) {
    const place = finishedAt(faci, itno);
    const quantity = Math.min(Number(trqt), Math.max(0, await freeAt(client, place)));
    if (quantity === 0) continue;
    await addStock(client, place, -quantity, batchUser);
    await client.query(
      `insert into mvx.mittra (trty, itno, faci, whsl, trqt, unms, extref, ponr, trts) values ('TO', $1, $2, $3, $4, $5, $6, $7, ${now})`,
      [itno, faci, place.whsl, quantity, unms, extref, ponr],
    );
    counts.push({ emitted: 'transfers' });
    await replenish(client, place, counts);
  }
}

/** What the other company owes for a transfer, once, under the sender's reference. */
export async function writeTransferInvoice(client: pg.ClientBase, row: StagedRow): Promise<string> {
  const { rows: known } = await client.query('select ivno from mvx.ocinvh where extref = $1', [
    row['extref'],
  ]);
  if (known[0] !== undefined) return known[0].ivno;
  const { rows: lines } = await client.query('select * from mvx.stg_icl where msgid = $1 order by ponr', [
    row.msgid,
  ]);
  if (lines.length === 0) throw new Refusal('IC0002: an invoice has lines');
  let total = 0;
  for (const line of lines) {
    const itno = await knownItem(client, line['itno']);
    const { rows } = await client.query('select grwe::float8 as grwe from mvx.mitmas where itno = $1', [
      itno,
    ]);
    total += Number(transferAmount(Number(line['ivqt']), (rows[0].grwe ?? 0) / poundsPerKilo));
  }
  const { rows: numbers } = await client.query(`select lpad(nextval('mvx.no_ivno')::text, 10, '0') as no`);
  await client.query(
    `insert into mvx.ocinvh (ivno, extref, trref, divi, ivdt, cucd, ivam, stat) values ($1, $2, $3, 'DE1', $4, 'USD', $5, '20')`,
    [numbers[0].no, row['extref'], row['trref'], dayFromNow(0), total.toFixed(2)],
  );
  return numbers[0].no;
}
