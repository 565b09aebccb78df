import { column, fromColumns } from '../database/columns.ts';
import type { Connection, Queryable } from '../database/pool.ts';
import { OPEN } from '../vocabulary/states.ts';

interface State {
  position: number;
  /** The thing it is a state of. */
  subject: string;
}

/** Among states in the order of the ledger those that a newer one of the same thing follows: their position → that of the newest. */
export function overtaken(states: readonly State[]): Map<number, number> {
  const newest = new Map(states.map(({ subject, position }) => [subject, position]));
  return new Map(
    states.flatMap(({ subject, position }) => {
      const last = newest.get(subject)!;
      return last === position ? [] : [[position, last]];
    }),
  );
}

export interface OpenDelivery extends State {
  /** Its row in `parked`. */
  id: number;
}

/** The open deliveries of these keys, by key. */
export async function openStates(
  db: Queryable,
  interfaceId: string,
  keys: readonly string[],
): Promise<Map<string, OpenDelivery[]>> {
  const { rows } = await db.query<OpenDelivery & { key: string }>({
    name: 'parked-states',
    text: `select p.key, p.id, p.position, l.subject from parked p join ledger l on l.position = p.position
           where p.interface = $1 and p.key = any(string_to_array($2, E'\\x1e', E'\\x1f')) and p.${OPEN}`,
    values: [interfaceId, column(keys)],
  });
  return Map.groupBy(rows, ({ key }) => key);
}

/** A newer state took their place; `by`: its position. */
export async function discardOvertaken(
  connection: Connection,
  messages: readonly { id: number; by: number }[],
): Promise<void> {
  if (messages.length === 0) return;
  await connection.query({
    name: 'parked-overtaken',
    text: `update parked p set state = 'discarded', decided_at = now(), decided_by = 'lineshaft', reason = 'superseded by ' || o.by
           from ${fromColumns(['bigint', 'bigint'])} as o (id, by) where p.id = o.id and p.${OPEN}`,
    values: [column(messages.map(({ id }) => id)), column(messages.map(({ by }) => by))],
  });
}
