import type { Connection, Queryable } from '../database/pool.ts';
import type { Instant } from '../vocabulary/json.ts';
import type { WorkKind } from '../vocabulary/work.ts';

/** Names one work item. */
export interface WorkId {
  kind: WorkKind;
  id: string;
}

export interface Assignment {
  assignee?: string;
  /** In place of the time that follows from the landscape. */
  dueAt?: Instant;
  assignedBy: string;
  assignedAt: Instant;
}

export interface Comment {
  author: string;
  comment: string;
  at: Instant;
}

/** Gives it to someone, or takes it from everyone; a time that was set stays unless another is given. */
export async function assign(
  connection: Connection,
  { kind, id }: WorkId,
  { assignee, dueAt, by }: { assignee?: string; dueAt?: Instant; by: string },
): Promise<void> {
  await connection.query(
    `insert into work_assignment (kind, work, assignee, due_at, assigned_by) values ($1, $2, $3, $4, $5)
     on conflict (kind, work) do update set assignee = excluded.assignee, assigned_by = excluded.assigned_by,
       due_at = coalesce(excluded.due_at, work_assignment.due_at), assigned_at = now()`,
    [kind, id, assignee ?? null, dueAt ?? null, by],
  );
}

export async function comment(
  connection: Connection,
  { kind, id }: WorkId,
  { author, comment: text }: Omit<Comment, 'at'>,
): Promise<void> {
  await connection.query('insert into work_comment (kind, work, author, comment) values ($1, $2, $3, $4)', [
    kind,
    id,
    author,
    text,
  ]);
}

interface AssignmentRow {
  kind: WorkKind;
  work: string;
  assignee: string | null;
  due_at: Instant | null;
  assigned_by: string;
  assigned_at: Instant;
}

/** By `nameOf`. */
export async function readAssignments(
  db: Queryable,
  items: readonly WorkId[],
): Promise<Map<string, Assignment>> {
  const { rows } = await db.query<AssignmentRow>(
    `select a.* from unnest($1::text[], $2::text[]) as asked (kind, work) join work_assignment a using (kind, work)`,
    [items.map(({ kind }) => kind), items.map(({ id }) => id)],
  );
  return new Map(rows.map((row) => [nameOf({ kind: row.kind, id: row.work }), toAssignment(row)]));
}

function toAssignment({ assignee, due_at, assigned_by, assigned_at }: AssignmentRow): Assignment {
  return {
    ...(assignee !== null && { assignee }),
    ...(due_at !== null && { dueAt: due_at }),
    assignedBy: assigned_by,
    assignedAt: assigned_at,
  };
}

export async function readComments(db: Queryable, { kind, id }: WorkId): Promise<Comment[]> {
  const { rows } = await db.query<Comment>(
    'select author, comment, at from work_comment where kind = $1 and work = $2 order by id',
    [kind, id],
  );
  return rows;
}

/** As people write it: `request/12`. */
export function nameOf({ kind, id }: WorkId): string {
  return `${kind}/${id}`;
}
