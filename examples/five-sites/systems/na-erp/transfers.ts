import type pg from 'pg';
import type { Count } from '../plumbing/counts.ts';
import { paddedTo } from '../world/keys.ts';
import { isNew, type Repeated } from './bookings.ts';
import { batchUser, dayFromNow } from './codes.ts';
import { knownItem, requireUnit, type StagedRow } from './masters.ts';
import { replenish } from './production.ts';
import { Refusal } from './refusal.ts';
import { addJob } from './schedule.ts';
import { addStock, finishedAt, freeAt } from './stock.ts';

const now = `(clock_timestamp() at time zone 'UTC')`;
/** Of an order, and of what is expected for one of ours. */
const states = { open: '20', sent: '90', cancelled: '99' };
const inbound = { expected: '20', received: '90', withdrawn: '99' };

/** So many steps goods are on their way over the sea, from the word that they left. */
const stepsOnTheWay = 6;

interface Transfer {
  trno: string;
  tofa: string;
  stat: string;
  /** Only of what our plants order. */
  inst: string | null;
}

/**
 * What a plant is to send to the other company, under the sender's reference (ACTN `I`), or no longer (`X`), until it left. What a plant orders of the
 * other company (`O`) and takes back (`X`, by TRNO) is entered here by its people; under the reference it is expected (`E`), or no longer (`X`).
 */
export async function writeTransfer(client: pg.ClientBase, row: StagedRow): Promise<string> {
  if (row['actn'] === 'O') return enterOrder(client, row, dayFromNow(14));
  const known = await findTransfer(client, row);
  if (row['actn'] === 'E') return expectGoods(client, row, known);
  if (row['actn'] === 'X') return withdraw(client, row, known);
  if (!row['extref']) throw new Refusal('MD0001: EXTREF is needed');
  if (known !== undefined) return known.trno;
  const trno = await enterOrder(client, row);
  await addJob(client, 'send', trno, 4);
  return trno;
}

async function findTransfer(client: pg.ClientBase, row: StagedRow): Promise<Transfer | undefined> {
  const number = paddedTo(String(row['trno'] ?? ''), 10);
  const { rows } = await client.query<Transfer>(
    'select trno, tofa, stat, inst from mvx.mdohed where extref = $1 or trno = $2',
    [row['extref'], number],
  );
  return rows[0];
}

/** Of ours it is said by when they shall be there. */
async function enterOrder(client: pg.ClientBase, row: StagedRow, due?: string): Promise<string> {
  const { rows: lines } = await client.query('select * from mvx.stg_trl where msgid = $1 order by ponr', [
    row.msgid,
  ]);
  if (lines.length === 0) throw new Refusal('MD0002: a transfer has lines');
  const { rows: numbers } = await client.query(`select lpad(nextval('mvx.no_trno')::text, 10, '0') as no`);
  const trno: string = numbers[0].no;
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
  await client.query(
    `insert into mvx.mdohed (trno, extref, faci, tofa, stat, rqdt, rgts, chg_user) values ($1, $2, $3, $4, $5, $6, ${now}, $7)`,
    [trno, row['extref'], row['faci'], row['tofa'], states.open, due, row.usid],
  );
  return trno;
}

async function expectGoods(
  client: pg.ClientBase,
  row: StagedRow,
  known: Transfer | undefined,
): Promise<string> {
  if (known === undefined) throw new Refusal(`MD0004: no transfer ${row['trno']}`);
  if (known.inst === inbound.received) return known.trno;
  await client.query('update mvx.mdohed set extref = $2, inst = $3, chg_user = $4 where trno = $1', [
    ...[known.trno, row['extref'], inbound.expected, row.usid],
  ]);
  return known.trno;
}

async function withdraw(client: pg.ClientBase, row: StagedRow, known: Transfer | undefined): Promise<string> {
  if (known === undefined)
    throw new Refusal(
      row['trno'] ? `MD0004: no transfer ${row['trno']}` : `MD0003: no transfer with EXTREF ${row['extref']}`,
    );
  if (known.stat === states.sent) throw new Refusal(`MD0015: transfer ${known.trno} has left`);
  if (known.inst === inbound.received) throw new Refusal(`MD0016: goods of ${known.trno} have come`);
  const [column, value] =
    known.inst === null || row['trno'] ? ['stat', states.cancelled] : ['inst', inbound.withdrawn];
  await client.query(`update mvx.mdohed set ${column} = $2, chg_user = $3 where trno = $1`, [
    ...[known.trno, value, row.usid],
  ]);
  return known.trno;
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

/** Goods left the other company: they come some time later. */
export async function announceGoods(client: pg.ClientBase, row: StagedRow): Promise<string | Repeated> {
  requireUnit(row['unms'], false);
  const itno = await knownItem(client, row['itno']);
  if (!(await isNew(client, `git ${row['mvid']}`))) return { repeated: String(row['mvid']) };
  const { rows } = await client.query<{ gitn: string }>(
    'insert into mvx.mitgit (mvid, extref, ponr, itno, trqt, unms) values ($1, $2, $3, $4, $5, $6) returning gitn',
    [row['mvid'], row['extref'], row['ponr'], itno, row['trqt'], row['unms']],
  );
  await addJob(client, 'arrive', rows[0]!.gitn, stepsOnTheWay);
  return String(row['mvid']);
}

/** They are here: booked to the order that expects them, which may be told only after they left. */
export async function receiveGoods(client: pg.ClientBase, gitn: string, counts: Count[]): Promise<void> {
  const { rows } = await client.query<Line & { trno: string; tofa: string; extref: string }>(
    `select g.ponr, g.itno, g.trqt, g.unms, g.extref, h.trno, h.tofa from mvx.mitgit g join mvx.mdohed h using (extref)
     where g.gitn = $1 and h.inst = any($2)`,
    [gitn, [inbound.expected, inbound.received]],
  );
  if (rows[0] === undefined) return addJob(client, 'arrive', gitn, stepsOnTheWay);
  const { ponr, itno, trqt, unms, extref, trno, tofa } = rows[0];
  const place = finishedAt(tofa, itno);
  await addStock(client, place, Number(trqt), batchUser);
  await client.query('update mvx.mdohed set inst = $2, chg_user = $3 where trno = $1', [
    ...[trno, inbound.received, batchUser],
  ]);
  await client.query(
    `insert into mvx.mittra (trty, itno, faci, whsl, trqt, unms, extref, ponr, trts) values ('TI', $1, $2, $3, $4, $5, $6, $7, ${now})`,
    [itno, tofa, place.whsl, trqt, unms, extref, ponr],
  );
  counts.push({ emitted: 'transfers' });
}
