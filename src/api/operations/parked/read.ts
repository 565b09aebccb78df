import type { Queryable } from '../../../database/pool.ts';
import { ATTEMPTS, type AttemptsRow, attemptsOf } from '../../../delivery/attempts.ts';
import { readAt } from '../../../ledger/read.ts';
import { toCloudEvent } from '../../../vocabulary/envelope.ts';
import type { Json } from '../../../vocabulary/json.ts';
import type { Problem } from '../../../vocabulary/problem.ts';
import { OPEN_STATES } from '../../../vocabulary/states.ts';
import type { ParkedDetail, ParkedMessage, ParkedPage, ParkedQuery } from './contract.ts';
import { counting, where } from './where.ts';

const COLUMNS = `id, direction, interface, entity, state, key, problem, message_id, origin, position, attempts, next_attempt_at,
  received_at, parked_at, decided_at, decided_by, reason, cause, unblocked`;

interface Row {
  id: number;
  direction: 'in' | 'out';
  interface: string;
  entity: string;
  state: string;
  key: string | null;
  problem: Problem;
  message_id: string | null;
  origin: string | null;
  position: number | null;
  attempts: number;
  next_attempt_at: string | null;
  received_at: string;
  parked_at: string;
  decided_at: string | null;
  decided_by: string | null;
  reason: string | null;
  cause: string;
  unblocked: ParkedMessage['unblocked'] | null;
}

/** So many are brought in order quicker than they are met by a walk past all others. */
const FEW = 100_000;

/** One page, the longest waiting first. Of a system or interface that has few, or none, these are found first: they may be the last of a million. */
export async function listParked(db: Queryable, query: ParkedQuery): Promise<ParkedPage> {
  const limit = query.limit ?? 100;
  const states = query.state ?? OPEN_STATES;
  const chosen = where(query, states);
  const after = chosen.values.length + 1;
  const { rows: counted } = await db.query<{ count: number }>(
    `select ${counting(query, states)} where ${chosen.text}`,
    chosen.values,
  );
  const total = counted[0]!.count;
  const few = (query.system ?? query.interface) !== undefined && total <= FEW;
  const { rows } = await db.query<Row>(
    `with meant as ${few ? 'materialized' : 'not materialized'} (
       select id from parked where ${chosen.text} and id > $${after}
     )
     select ${COLUMNS} from parked where id in (select id from meant order by id limit $${after + 1}) order by id`,
    [...chosen.values, Number(query.cursor ?? 0), limit + 1],
  );
  const page = rows.slice(0, limit);
  return {
    messages: page.map(toMessage),
    total,
    ...(rows.length > limit && { next: String(page.at(-1)!.id) }),
  };
}

/** One message with all that is known of it; an outgoing one with its event. */
export async function readParked(
  db: Queryable,
  id: number,
  enterprise: string,
): Promise<ParkedDetail | undefined> {
  const { rows } = await db.query<Row & AttemptsRow & { raw: string | null; document: Json }>(
    `select ${COLUMNS}, ${ATTEMPTS}, raw, document from parked where id = $1`,
    [id],
  );
  const row = rows[0];
  if (!row) return undefined;
  const [entry] = row.direction === 'out' ? await readAt(db, [row.position!]) : [];
  const edits = row.direction === 'in' ? await readEdits(db, id) : [];
  return {
    ...toMessage(row),
    tries: attemptsOf(row),
    ...(row.raw !== null && { raw: row.raw }),
    ...(row.document !== null && { document: row.document }),
    ...(edits.length > 0 && { edits }),
    ...(entry && { event: toCloudEvent(entry, enterprise) }),
  };
}

async function readEdits(db: Queryable, id: number): Promise<NonNullable<ParkedDetail['edits']>> {
  const { rows } = await db.query<NonNullable<ParkedDetail['edits']>[number]>(
    `select version, document, edited_by as by, edited_at as at, reason from parked_edit where message = $1 order by version`,
    [id],
  );
  return rows;
}

function toMessage(row: Row): ParkedMessage {
  const { id, direction, entity, state, problem, attempts } = row;
  return {
    id,
    direction,
    interface: row.interface,
    entity,
    state,
    ...(row.key !== null && { key: row.key }),
    problem,
    ...(row.message_id !== null && { messageId: row.message_id }),
    ...(row.origin !== null && { origin: row.origin }),
    ...(row.position !== null && { position: row.position }),
    attempts,
    ...(row.next_attempt_at !== null && { nextAttemptAt: row.next_attempt_at }),
    receivedAt: row.received_at,
    parkedAt: row.parked_at,
    ...(row.decided_at !== null && { decidedAt: row.decided_at }),
    ...(row.decided_by !== null && { decidedBy: row.decided_by }),
    ...(row.reason !== null && { reason: row.reason }),
    group: row.cause,
    ...(row.unblocked && { unblocked: row.unblocked }),
  };
}
