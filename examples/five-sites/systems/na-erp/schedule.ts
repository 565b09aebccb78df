import type pg from 'pg';

export type Job =
  | 'confirm'
  | 'release'
  | 'ship'
  | 'invoice'
  | 'pay'
  | 'close'
  | 'send'
  | 'arrive'
  | 'ack'
  | 'goods'
  | 'bill'
  | 'settle'
  | 'rerate';

/** Due so many steps of the ERP's pace from now; the pace is a setting of the session. */
export async function addJob(client: pg.ClientBase, job: Job, ref: string, steps: number): Promise<void> {
  await client.query(
    `insert into mvx.sys_job (job, ref, due) values ($1, $2, now() + $3 * current_setting('mvx.pace')::int * interval '1 millisecond')`,
    [job, ref, steps],
  );
}
