import type { Queryable } from '../../../database/pool.ts';
import { calledIn } from '../../../vocabulary/called.ts';
import type { JsonObject } from '../../../vocabulary/json.ts';
import type { Conflict, ConflictsPage, ConflictsQuery } from './contract.ts';

interface Row {
  id: number;
  entity: string;
  key: string;
  pointer: string;
  current: JsonObject | null;
  values: Conflict['values'];
  rule: string;
  state: Conflict['state'];
  opened_at: string;
  decided_at: string | null;
  decided_by: string | null;
  decision: Conflict['decision'] | null;
  reason: string | null;
}

const CONFLICTS = `select c.*, r.data as current from conflict c
  left join record r on r.entity = c.entity and r.key = c.key`;

/** One page, the oldest first; default: those still open. */
export async function listConflicts(db: Queryable, query: ConflictsQuery): Promise<ConflictsPage> {
  const limit = query.limit ?? 100;
  const chosen = `($1::text is null or c.entity = $1) and ($2::text is null or c.key = $2) and c.state = $4
                  and ($3::text is null or exists (select from json_array_elements(c.values) v where v ->> 'system' = $3))`;
  const values = [query.entity ?? null, query.key ?? null, query.system ?? null, query.state ?? 'open'];
  const [{ rows }, { rows: counted }] = await Promise.all([
    db.query<Row>(`${CONFLICTS} where ${chosen} and c.id > $5 order by c.id limit $6`, [
      ...values,
      Number(query.cursor ?? 0),
      limit + 1,
    ]),
    db.query<{ total: number }>(`select count(*) as total from conflict c where ${chosen}`, values),
  ]);
  const page = rows.slice(0, limit);
  return {
    conflicts: page.map(toConflict),
    total: counted[0]!.total,
    ...(rows.length > limit && { next: String(page.at(-1)!.id) }),
  };
}

export async function readConflict(db: Queryable, id: number): Promise<Conflict | undefined> {
  const { rows } = await db.query<Row>(`${CONFLICTS} where c.id = $1`, [id]);
  return rows[0] && toConflict(rows[0]);
}

function toConflict(row: Row): Conflict {
  const { id, entity, key, pointer, values, rule, state } = row;
  const called = calledIn(row.current);
  return {
    id,
    entity,
    key,
    ...(called !== undefined && { called }),
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
