import type { Queryable } from '../../../database/pool.ts';
import type { Conflict, ConflictsPage, ConflictsQuery } from './contract.ts';

interface Row {
  id: number;
  entity: string;
  key: string;
  pointer: string;
  values: Conflict['values'];
  rule: string;
  state: Conflict['state'];
  opened_at: string;
  decided_at: string | null;
  decided_by: string | null;
  decision: Conflict['decision'] | null;
  reason: string | null;
}

/** One page, the oldest first; default: those still open. */
export async function listConflicts(db: Queryable, query: ConflictsQuery): Promise<ConflictsPage> {
  const limit = query.limit ?? 100;
  const chosen = `($1::text is null or entity = $1) and ($2::text is null or key = $2) and state = $4
                  and ($3::text is null or exists (select from json_array_elements("values") v where v ->> 'system' = $3))`;
  const values = [query.entity ?? null, query.key ?? null, query.system ?? null, query.state ?? 'open'];
  const [{ rows }, { rows: counted }] = await Promise.all([
    db.query<Row>(`select * from conflict where ${chosen} and id > $5 order by id limit $6`, [
      ...values,
      Number(query.cursor ?? 0),
      limit + 1,
    ]),
    db.query<{ total: number }>(`select count(*) as total from conflict where ${chosen}`, values),
  ]);
  const page = rows.slice(0, limit);
  return {
    conflicts: page.map(toConflict),
    total: counted[0]!.total,
    ...(rows.length > limit && { next: String(page.at(-1)!.id) }),
  };
}

export async function readConflict(db: Queryable, id: number): Promise<Conflict | undefined> {
  const { rows } = await db.query<Row>('select * from conflict where id = $1', [id]);
  return rows[0] && toConflict(rows[0]);
}

function toConflict(row: Row): Conflict {
  const { id, entity, key, pointer, values, rule, state } = row;
  return {
    id,
    entity,
    key,
    attribute: pointer,
    values,
    rule,
    state,
    openedAt: row.opened_at,
    ...(row.decided_at !== null && { decidedAt: row.decided_at }),
    ...(row.decided_by !== null && { decidedBy: row.decided_by }),
    ...(row.decision !== null && { decision: row.decision }),
    ...(row.reason !== null && { reason: row.reason }),
  };
}
