import type { Connection, Queryable } from '../database/pool.ts';
import { PARKED_CHANNEL } from '../ledger/wakeup.ts';

export interface NewReplay {
  /** Row in `subscription`, and its name. */
  subscription: number;
  interface: string;
  /** Positions, both within. */
  first: number;
  last: number;
  perSecond: number;
  askedBy: string;
}

/** Resolves to its id, undefined when one is under way already; the worker of the interface takes it up at the commit. */
export async function startReplay(connection: Queryable, replay: NewReplay): Promise<number | undefined> {
  const { subscription, first, last, perSecond, askedBy } = replay;
  const { rows } = await connection.query<{ id: number }>(
    `insert into replay (subscription, first, last, position, per_second, asked_by)
     values ($1, $2, $3, $4, $5, $6) on conflict (subscription) where state = 'running' do nothing returning id`,
    [subscription, first, last, first - 1, perSecond, askedBy],
  );
  await connection.query(`select pg_notify('${PARKED_CHANNEL}', $1)`, [replay.interface]);
  return rows[0]?.id;
}

/** A replay under way. */
export interface Running {
  id: number;
  /** Everything up to it is decided. */
  position: number;
  /** The last it is to deliver again. */
  last: number;
  perSecond: number;
}

export async function readRunning(db: Queryable, subscription: number): Promise<Running | undefined> {
  const { rows } = await db.query<Running>({
    name: 'replay-running',
    text: `select id, position, last, per_second as "perSecond" from replay where subscription = $1 and state = 'running'`,
    values: [subscription],
  });
  return rows[0];
}

/** What became of the entries that a replay went over. */
export interface ReplayCounts {
  delivered: number;
  /** A newer state of the same thing stands at the target. */
  superseded: number;
  /** Parked, or behind one that is: they go on as every parked message. */
  parked: number;
  outOfScope: number;
}

/** Moves a replay on in the transaction of what it delivered; one that was cancelled meanwhile stays as it is. */
export async function moveReplay(
  connection: Connection,
  { id, position }: Running,
  reached: number,
  counts: ReplayCounts,
): Promise<void> {
  await connection.query({
    name: 'replay-move',
    text: `
      update replay set position = $3, delivered = delivered + $4, superseded = superseded + $5, parked = parked + $6,
        out_of_scope = out_of_scope + $7, state = case when $3 >= last then 'done' else state end,
        ended_at = case when $3 >= last then now() end
      where id = $1 and position = $2 and state = 'running'`,
    values: [id, position, reached, counts.delivered, counts.superseded, counts.parked, counts.outOfScope],
  });
}
