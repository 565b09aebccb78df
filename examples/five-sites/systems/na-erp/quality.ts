import type pg from 'pg';
import { paddedTo } from '../world/keys.ts';
import { knownItem, requireUnit, type StagedRow } from './masters.ts';
import { Refusal } from './refusal.ts';

const now = `(clock_timestamp() at time zone 'UTC')`;
const decisions = new Set(['A', 'R', 'S']);

/** Quality of the American company holds so much of an item at a facility (ACTN `N`), and decides on it later (`D`). */
export async function writeNotification(client: pg.ClientBase, row: StagedRow): Promise<string> {
  if (row['actn'] === 'D') return decide(client, row);
  requireUnit(row['unms'], false);
  const itno = await knownItem(client, row['itno']);
  if (!(Number(row['qnqt']) > 0)) throw new Refusal(`QM0002: QNQT ${row['qnqt']}`);
  const { rows } = await client.query<{ qnno: string }>(
    `insert into mvx.mqnhed (qnno, itno, faci, qnqt, unms, txt, rgts, chg_user)
     values (lpad(nextval('mvx.no_qnno')::text, 10, '0'), $1, $2, $3, $4, $5, ${now}, $6) returning qnno`,
    [itno, row['faci'], row['qnqt'], row['unms'], row['txt'], row.usid],
  );
  return rows[0]!.qnno;
}

async function decide(client: pg.ClientBase, row: StagedRow): Promise<string> {
  if (!decisions.has(String(row['udec']))) throw new Refusal(`QM0003: UDEC ${row['udec']} unknown`);
  const qnno = paddedTo(String(row['qnno'] ?? ''), 10);
  const { rowCount } = await client.query('update mvx.mqnhed set udec = $2, chg_user = $3 where qnno = $1', [
    qnno,
    row['udec'],
    row.usid,
  ]);
  if (rowCount === 0) throw new Refusal(`QM0004: no notification ${qnno}`);
  return qnno;
}
