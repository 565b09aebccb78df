import type { Queryable } from '../../database/pool.ts';
import { ATTEMPTS, type AttemptsRow, attemptsOf } from '../../delivery/attempts.ts';
import type { Landscape } from '../../landscape/landscape.ts';
import type { LedgerEntry } from '../../vocabulary/envelope.ts';
import type { Instant } from '../../vocabulary/json.ts';
import type { HeldStep, Journey } from './journey.ts';

interface Row extends AttemptsRow {
  id: number;
  direction: 'in' | 'out';
  interface: string;
  state: HeldStep['state'];
  entity: string;
  key: string | null;
  origin: string | null;
  raw: string | null;
  position: number | null;
  attempts: number;
  next_attempt_at: Instant | null;
  received_at: Instant;
  decided_at: Instant | null;
  decided_by: string | null;
  reason: string | null;
  edited: HeldStep['edited'] | null;
}

const COLUMNS = `id, direction, interface, state, entity, key, problem, origin, raw, position, attempts, next_attempt_at,
  received_at, parked_at, decided_at, decided_by, reason, ${ATTEMPTS},
  (select json_build_object('by', e.edited_by, 'reason', e.reason) from parked_edit e where e.message = id order by e.version desc limit 1)
    as edited`;
const SHOWN = 100;
/** How many open messages are searched for a number in their raw document; the newest. */
const SEARCHED = 5000;

/** Deliveries of these entries that wait, or waited. */
export async function heldDeliveries(
  db: Queryable,
  entries: ReadonlyMap<number, LedgerEntry>,
): Promise<HeldStep[]> {
  const keys = [...new Set([...entries.values()].map((entry) => entry.partitionKey))];
  const { rows } = await db.query<Row>(
    `select ${COLUMNS} from parked where key = any($1) and direction = 'out' and position = any($2)
     order by id desc limit $3`,
    [keys, [...entries.keys()], SHOWN],
  );
  return rows.map((row) => toStep(row, entries.get(row.position!)!.subject, 0));
}

/** Incoming messages that keep their order by a thing's local key, and messages of both directions that wait for the thing to get a key. */
export async function heldFor(
  db: Queryable,
  landscape: Landscape,
  { entity, key, localKeys }: Pick<Journey, 'entity' | 'key' | 'localKeys'>,
  rawLimit: number,
): Promise<HeldStep[]> {
  const systems = [...landscape.systems.keys()];
  const awaited = [
    ...systems.map((system) => `${entity} ${system} ${key}`),
    ...localKeys.map(({ system, localKey }) => `${entity} ${system} ${localKey}`),
  ];
  const { rows } = await db.query<Row>(
    `select ${COLUMNS} from parked
     where (direction = 'in' and (key, split_part(interface, '/', 1)) in (select * from unnest($1::text[], $2::text[])))
       or (state = 'parked' and awaits is not null and awaits = any($3))
     order by id desc limit $4`,
    [localKeys.map(({ localKey }) => localKey), localKeys.map(({ system }) => system), awaited, SHOWN],
  );
  return rows.map((row) => toStep(row, row.key ?? key, rawLimit));
}

/** Open incoming messages in whose raw document a number stands: for a key that leads to nothing, since its message is held. */
export async function heldNaming(db: Queryable, number: string, rawLimit: number): Promise<HeldStep[]> {
  const { rows } = await db.query<Row>(
    `select ${COLUMNS} from (
       select * from parked where direction = 'in' and state in ('parked', 'held-behind', 'retrying', 'waiting')
       order by id desc limit $2) open
     where key = $1 or message_id = $1 or strpos(raw, $1) > 0 or strpos(awaits, $1) > 0
     order by id desc limit $3`,
    [number, SEARCHED, SHOWN],
  );
  return rows.filter((row) => namesIt(row, number)).map((row) => toStep(row, row.key ?? number, rawLimit));
}

/** As a word of its own: 4711 is not in 14711. */
function namesIt({ key, raw, problem }: Row, number: string): boolean {
  const text = `${key ?? ''}\n${problem.awaits ?? ''}\n${raw ?? ''}`;
  for (let at = text.indexOf(number); at >= 0; at = text.indexOf(number, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text[at + number.length] ?? ' ';
    if (!/[\p{L}\p{N}]/u.test(before) && !/[\p{L}\p{N}]/u.test(after)) return true;
  }
  return false;
}

function toStep(row: Row, key: string, rawLimit: number): HeldStep {
  return {
    kind: 'held',
    at: row.parked_at,
    entity: row.entity,
    key,
    id: row.id,
    direction: row.direction,
    interface: row.interface,
    state: row.state,
    problem: row.problem,
    ...(row.position !== null && row.direction === 'out' && { position: row.position }),
    attempts: row.attempts,
    tries: attemptsOf(row),
    ...(row.next_attempt_at !== null && { nextAttemptAt: row.next_attempt_at }),
    ...(row.origin !== null && { origin: row.origin }),
    ...(row.raw !== null && rawLimit > 0 && { raw: row.raw.slice(0, rawLimit) }),
    ...(row.decided_at !== null && { decidedAt: row.decided_at }),
    ...(row.decided_by !== null && { decidedBy: row.decided_by }),
    ...(row.reason !== null && { reason: row.reason }),
    ...(row.edited && { edited: row.edited }),
  };
}
