import type pg from 'pg';
import { monthsAround } from '../world/months.ts';
import { batchUser, dayFromNow } from './codes.ts';
import type { StagedRow } from './masters.ts';
import { Refusal } from './refusal.ts';
import { addJob } from './schedule.ts';

const division = 'NA1';
/** Not yet, takes postings, takes those of the closing team, takes none. */
const states = { future: '00', open: '10', closing: '20', closed: '90' };

/** The months around today: what is over is being closed, what has begun takes postings. */
export async function keepPeriods(pool: pg.Pool): Promise<void> {
  for (const { year, month, from, to } of monthsAround(new Date())) {
    await pool.query(
      `insert into mvx.csyper (divi, yea4, peri, fdat, tdat, stat, chg_user) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
      [division, year, month, from, to, states.future, batchUser],
    );
  }
  await pool.query(
    `update mvx.csyper set stat = case when tdat < $1 then $2 else $3 end, chg_user = $4
     where stat < $2 and fdat <= $1 and stat <> case when tdat < $1 then $2 else $3 end`,
    [dayFromNow(0), states.closing, states.open, batchUser],
  );
}

/** What is said of a period that is being closed: that it is ready. The accountants close it then. */
export async function markReady(client: pg.ClientBase, row: StagedRow): Promise<string> {
  const key = [row['divi'], row['yea4'], row['peri']];
  const name = key.join('/');
  const { rows } = await client.query(
    'select stat, rdyy from mvx.csyper where (divi, yea4, peri) = ($1, $2, $3)',
    key,
  );
  const [period] = rows;
  if (period === undefined) throw new Refusal(`GL0003: period ${name} does not exist`);
  if (period.stat < states.closing) throw new Refusal(`GL0007: period ${name} is not being closed`);
  await client.query(
    'update mvx.csyper set rdyy = $4, rmrk = $5, chg_user = $6 where (divi, yea4, peri) = ($1, $2, $3)',
    [...key, row['rdyy'], row['rmrk'], row.usid],
  );
  if (row['rdyy'] === 'Y' && period.rdyy !== 'Y') await addJob(client, 'close', name, 4);
  return name;
}

export async function closePeriod(client: pg.ClientBase, name: string): Promise<void> {
  await client.query(
    'update mvx.csyper set stat = $4, chg_user = $5 where (divi, yea4, peri) = ($1, $2, $3)',
    [...name.split('/'), states.closed, batchUser],
  );
}
