import type { Queryable } from '../../../database/pool.ts';
import { valueAt } from '../../../identity/pointer.ts';
import type { Model } from '../../../quality/checker.ts';
import type { JsonObject } from '../../../vocabulary/json.ts';
import type { ChangeRequest, RequestsPage, RequestsQuery } from './contract.ts';

interface Row {
  id: number;
  entity: string;
  key: string;
  interface: string;
  local_key: string;
  kind: ChangeRequest['kind'];
  changed: string[];
  proposed: JsonObject;
  current: JsonObject | null;
  authority: string | null;
  rule: string;
  state: ChangeRequest['state'];
  asked_at: string;
  decided_at: string | null;
  decided_by: string | null;
  reason: string | null;
}

const FROM = 'from change_request c left join record r on r.entity = c.entity and r.key = c.key';

/** One page, the oldest first; default: those still open. */
export async function listRequests(
  db: Queryable,
  model: Pick<Model, 'entities'>,
  query: RequestsQuery,
): Promise<RequestsPage> {
  const limit = query.limit ?? 100;
  const [found, { rows: counted }] = await Promise.all([
    oldestRequests(db, model, { ...query, limit: limit + 1 }),
    db.query<{ total: number }>(
      `select count(*) as total from change_request c where ${CHOSEN}`,
      chosenBy(query),
    ),
  ]);
  const page = found.slice(0, limit);
  return {
    requests: page,
    total: counted[0]!.total,
    ...(found.length > limit && { next: String(page.at(-1)!.id) }),
  };
}

const CHOSEN = `($1::text is null or c.entity = $1) and ($2::text is null or c.system = $2)
                and ($3::text is null or c.key = $3) and c.state = $4`;

function chosenBy({ entity, system, key, state = 'open' }: RequestsQuery): unknown[] {
  return [entity ?? null, system ?? null, key ?? null, state];
}

/** The oldest ones, at most so many; default: of those still open. */
export async function oldestRequests(
  db: Queryable,
  model: Pick<Model, 'entities'>,
  { limit, cursor = '0', ...query }: RequestsQuery & { limit: number },
): Promise<ChangeRequest[]> {
  const { rows } = await db.query<Row>(
    `select c.*, r.data as current ${FROM} where ${CHOSEN} and c.id > $5 order by c.id limit $6`,
    [...chosenBy(query), Number(cursor), limit],
  );
  return rows.map((row) => toRequest(row, model));
}

/** One, whatever its state. */
export async function readRequest(
  db: Queryable,
  model: Pick<Model, 'entities'>,
  id: number,
): Promise<ChangeRequest | undefined> {
  const { rows } = await db.query<Row>(`select c.*, r.data as current ${FROM} where c.id = $1`, [id]);
  return rows[0] && toRequest(rows[0], model);
}

function toRequest(row: Row, { entities }: Pick<Model, 'entities'>): ChangeRequest {
  const keys = entities.get(row.entity)?.elementKeys ?? new Map();
  return {
    id: row.id,
    entity: row.entity,
    key: row.key,
    interface: row.interface,
    localKey: row.local_key,
    kind: row.kind,
    changed: row.changed.map((attribute) => {
      const is = valueAt(row.current ?? {}, attribute, keys);
      const proposed = valueAt(row.proposed, attribute, keys);
      return { attribute, ...(is !== undefined && { is }), ...(proposed !== undefined && { proposed }) };
    }),
    ...(row.authority !== null && { authority: row.authority }),
    rule: row.rule,
    state: row.state,
    askedAt: row.asked_at,
    ...(row.decided_at !== null && { decidedAt: row.decided_at }),
    ...(row.decided_by !== null && { decidedBy: row.decided_by }),
    ...(row.reason !== null && { reason: row.reason }),
  };
}
