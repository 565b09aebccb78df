import type { Connection, Queryable } from '../database/pool.ts';
import type { Difference } from '../landscape/difference.ts';
import type { Instant } from '../vocabulary/json.ts';
import type { LandscapeFiles } from './files.ts';

/** What put a landscape in force. */
export interface Step {
  id: number;
  hash: string;
  /** What an undo goes back to; absent: nothing was in force before. */
  previous?: number;
  how: 'start' | 'apply' | 'undo';
  at: Instant;
  by: string;
  reason?: string;
  difference: Difference;
}

export type NewStep = Pick<Step, 'hash' | 'how' | 'by' | 'reason' | 'difference' | 'previous'>;

interface Row {
  id: number;
  hash: string;
  previous: number | null;
  how: Step['how'];
  taken_at: Instant;
  taken_by: string;
  reason: string | null;
  difference: Difference;
}

/** The newest first; the first is in force. */
export async function listSteps(db: Queryable, limit: number): Promise<Step[]> {
  const { rows } = await db.query<Row>('select * from landscape_step order by id desc limit $1', [limit]);
  return rows.map(toStep);
}

export async function inForce(db: Queryable): Promise<Step | undefined> {
  return (await listSteps(db, 1))[0];
}

export async function readStep(db: Queryable, id: number): Promise<Step | undefined> {
  const { rows } = await db.query<Row>('select * from landscape_step where id = $1', [id]);
  return rows[0] && toStep(rows[0]);
}

export async function wasInForce(db: Queryable, hash: string): Promise<boolean> {
  const { rowCount } = await db.query('select from landscape_step where hash = $1 limit 1', [hash]);
  return rowCount !== 0;
}

export async function filesOf(db: Queryable, hash: string): Promise<LandscapeFiles> {
  const { rows } = await db.query<{ files: LandscapeFiles }>(
    'select files from landscape_files where hash = $1',
    [hash],
  );
  return rows[0]!.files;
}

/**
 * Puts a landscape in force, for every hub process. Undefined: another step came after `after`, the one that was in force when the difference
 * was told, and nothing was done.
 */
export async function takeStep(
  connection: Connection,
  after: number | undefined,
  { hash, how, by, reason, difference, previous }: NewStep,
  files: LandscapeFiles,
): Promise<number | undefined> {
  await connection.query('lock table landscape_step in share row exclusive mode');
  if ((await inForce(connection))?.id !== after) return undefined;
  await connection.query(
    'insert into landscape_files (hash, files) values ($1, $2) on conflict (hash) do nothing',
    [hash, JSON.stringify(files)],
  );
  const { rows } = await connection.query<{ id: number }>(
    `insert into landscape_step (hash, previous, how, taken_by, reason, difference) values ($1, $2, $3, $4, $5, $6) returning id`,
    [hash, previous ?? null, how, by, reason ?? null, JSON.stringify(difference)],
  );
  await connection.query("select pg_notify('lineshaft_landscape', '')");
  return rows[0]!.id;
}

function toStep({ id, hash, previous, how, taken_at, taken_by, reason, difference }: Row): Step {
  return {
    id,
    hash,
    ...(previous !== null && { previous }),
    how,
    at: taken_at,
    by: taken_by,
    ...(reason !== null && { reason }),
    difference,
  };
}
