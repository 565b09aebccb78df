import { column, fromColumns } from '../database/columns.ts';
import type { Queryable } from '../database/pool.ts';
import type { Instant, JsonObject } from '../vocabulary/json.ts';
import { OPEN } from '../vocabulary/states.ts';

/** An interface by which the hub writes this entity to the system that speaks. */
export interface WritingInterface {
  /** `<system>/<interface>`. */
  id: string;
  /** Whether it writes what is made of this attribute, by its path in the record. */
  carries: (path: readonly string[]) => boolean;
}

/** A change made elsewhere, or said there and sent back, which the hub has written to the system or will. */
export interface Writing {
  position: number;
  change: 'created' | 'updated';
  /** JSON pointers. */
  changed: readonly string[];
  record: JsonObject;
  /** Empty: nothing says yet that it went through. */
  receipts: WritingReceipt[];
}

export interface WritingReceipt {
  interface: string;
  sentAt: Instant;
  receivedAt: Instant;
}

/** More than these of one thing between two looks are not told apart. */
const LATEST = 100;

/** `offset 0` keeps the search by position first: few receipts hold one, many are of the interface. */
const READ = {
  name: 'writing-read',
  text: `
    select w.key, l.position, l.data, r.interface, r.sent_at, r.received_at
    from ${fromColumns(['text', 'bigint'], 3)} as w (key, after)
    cross join lateral (
      select position, data from ledger
      where subject = w.key and position > w.after and type like '%.changed'
        and (system <> $1 or data ->> 'returns' = 'true')
      order by position desc limit ${LATEST}
    ) l
    left join lateral (
      select s.name as interface, r.sent_at, r.received_at
      from (
        select subscription, sent_at, received_at from receipt
        where int8range(first, last, '[]') @> l.position and l.position = any(positions) offset 0
      ) r join subscription s on s.id = r.subscription
      where s.name = any(string_to_array($2, E'\\x1e', E'\\x1f'))
    ) r on true
    order by l.position`,
};

interface Row {
  key: string;
  position: number;
  data: { change: Writing['change']; changed: string[]; record: JsonObject };
  interface: string | null;
  sent_at: Instant;
  received_at: Instant;
}

/** What the hub may have written to the system of each thing, appended after the position given, by key and in order. */
export async function readWritings(
  db: Queryable,
  system: string,
  interfaces: readonly WritingInterface[],
  after: ReadonlyMap<string, number>,
): Promise<Map<string, Writing[]>> {
  const writings = new Map<string, Writing[]>();
  if (after.size === 0) return writings;
  const ids = column(interfaces.map(({ id }) => id));
  const values = [system, ids, column([...after.keys()]), column([...after.values()])];
  const { rows } = await db.query<Row>({ ...READ, values });
  for (const row of rows) {
    const known = writings.get(row.key) ?? [];
    writings.set(row.key, known);
    const { position, data } = row;
    if (known.at(-1)?.position !== position) known.push({ position, ...data, receipts: [] });
    if (row.interface !== null)
      known
        .at(-1)!
        .receipts.push({ interface: row.interface, sentAt: row.sent_at, receivedAt: row.received_at });
  }
  return writings;
}

const SETTLED = {
  name: 'writing-settled',
  text: `select min(position) as position from subscription where name = any(string_to_array($1, E'\\x1e', E'\\x1f'))`,
};

/** Up to where the ledger has been written to the system; undefined: the hub does not write there. */
export async function settledPosition(
  db: Queryable,
  interfaces: readonly WritingInterface[],
): Promise<number | undefined> {
  if (interfaces.length === 0) return undefined;
  const values = [column(interfaces.map(({ id }) => id))];
  const { rows } = await db.query<{ position: number | null }>({ ...SETTLED, values });
  return rows[0]!.position ?? undefined;
}

const UNDER_WAY = {
  name: 'writing-under-way',
  text: `
    select w.key from ${fromColumns(['text'], 4)} as w (key)
    where exists (select from ledger l where l.subject = w.key and l.position > $3 and l.system <> $1 and l.type like '%.changed')
      or exists (select from parked p where p.key = w.key and p.direction = 'out' and p.${OPEN}
                 and p.interface = any(string_to_array($2, E'\\x1e', E'\\x1f')))`,
};

/** Of these things those of which the system has not been written all: it comes later than `written`, or waits. */
export async function keysUnderWay(
  db: Queryable,
  system: string,
  interfaces: readonly WritingInterface[],
  keys: readonly string[],
  written: number,
): Promise<Set<string>> {
  if (interfaces.length === 0 || keys.length === 0) return new Set();
  const values = [system, column(interfaces.map(({ id }) => id)), written, column([...keys])];
  const { rows } = await db.query<{ key: string }>({ ...UNDER_WAY, values });
  return new Set(rows.map(({ key }) => key));
}
