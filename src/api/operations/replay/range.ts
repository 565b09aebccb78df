import type { Queryable } from '../../../database/pool.ts';
import { type Problem, problem } from '../../../vocabulary/problem.ts';
import type { ReplayPreviewRequest } from './contract.ts';
import { positionAt } from './positionAt.ts';

/** A part of what a target has come to. */
export interface Range {
  /** Row in `subscription`. */
  subscription: number;
  interface: string;
  /** Positions, both within. */
  from: number;
  to: number;
  /** The position the target has come to. */
  live: number;
}

/** What is beyond the position the target has come to is live traffic's, and never a replay's. */
export async function readRange(
  db: Queryable,
  { interface: id, from, to }: ReplayPreviewRequest,
): Promise<Range | Problem> {
  const { rows } = await db.query<{ id: number; position: number }>(
    'select id, position from subscription where name = $1',
    [id],
  );
  const live = rows[0]?.position ?? 0;
  const first = typeof from === 'number' ? from : await positionAt(db, from);
  const last = Math.min(live, await lastOf(db, to));
  if (!rows[0] || first > last) return nothingToReplay(id, first, live, last);
  return { subscription: rows[0].id, interface: id, from: first, to: last, live };
}

async function lastOf(db: Queryable, to: ReplayPreviewRequest['to']): Promise<number> {
  if (to === undefined) return Number.POSITIVE_INFINITY;
  return typeof to === 'number' ? to : (await positionAt(db, to)) - 1;
}

function nothingToReplay(id: string, from: number, live: number, last: number): Problem {
  const range = last < live ? `from ${from} to ${last}` : `from ${from} on`;
  return problem(
    'request-invalid',
    'api',
    `${id} has come to position ${live}: ${range} there is nothing to deliver again.`,
    {
      field: 'from',
      value: String(from),
      advice: 'Name positions it has passed, the first before the last.',
    },
  );
}
