import type { Queryable } from '../../../database/pool.ts';
import type { Instant, JsonObject } from '../../../vocabulary/json.ts';
import { type Problem, problem } from '../../../vocabulary/problem.ts';
import type { History, HistoryQuery, RecordAnswer } from './contract.ts';

interface Row {
  position: number;
  system: string;
  time: string;
  recorded_at: string;
  data: { version: number; change: string; changed?: string[]; record: JsonObject };
}

const VERSIONS = `select position, system, time, recorded_at, data from ledger where subject = $1 and entity = $2 and type = $2 || '.changed'`;

/** The versions of a thing that the ledger still holds, the newest first; the ledger is the only copy. */
export async function readHistory(
  db: Queryable,
  entity: string,
  key: string,
  query: HistoryQuery,
): Promise<History> {
  const limit = query.limit ?? 100;
  const values = [key, entity, query.cursor ?? null, limit + 1];
  const page = await db.query<Row>(
    `${VERSIONS} and ($3::bigint is null or position < $3) order by position desc limit $4`,
    values,
  );
  const rows = page.rows.slice(0, limit);
  const oldest = await readOldest(db, entity, key);
  return {
    entity,
    key,
    versions: rows.map(toVersion),
    ...(oldest.isCut && { knownFrom: oldest.from }),
    ...(page.rows.length > limit && { next: String(rows.at(-1)!.position) }),
  };
}

function toVersion({ position, system, time, recorded_at, data }: Row): History['versions'][number] {
  const { version, change, changed = [], record } = data;
  return { version, change, changed, system, at: time, recordedAt: recorded_at, position, record };
}

/** What the hub held at the end of that millisecond; a problem when that is beyond retention, or from before the thing was known. */
export async function readAsOf(
  db: Queryable,
  now: RecordAnswer,
  asOf: Instant,
): Promise<RecordAnswer | Problem> {
  const { entity, key } = now;
  const { rows } = await db.query<Row>(
    `${VERSIONS} and recorded_at < $3::timestamptz + interval '1 millisecond' order by position desc limit 1`,
    [key, entity, asOf],
  );
  const oldest = await readOldest(db, entity, key);
  const found = rows[0];
  if (found) {
    const { version, record } = found.data;
    const provenance = await readSaidBy(db, entity, key, found);
    return { entity, key, version, changedAt: found.time, record, asOf, provenance, observations: [] };
  }
  if (!oldest.isCut) return missing(`The hub knows ${entity} ${key} only since ${oldest.from}.`, oldest.from);
  // Nothing was recorded of it since: what holds now held then.
  if (oldest.version === undefined && asOf >= oldest.from) return { ...now, asOf, observations: [] };
  return missing(
    `The history of ${entity} ${key} is known from ${oldest.from} on; what was before is beyond retention.`,
    oldest.from,
  );
}

interface Said {
  system: string;
  time: Instant;
  batch: number | null;
  ordinal: number | null;
  interface: string | null;
  /** Empty: all of it. */
  changed: string[] | null;
}

/** No more versions are looked through for who said an attribute. */
const SEARCHED = 1000;

/** Who changed each attribute last, up to a version; where that is beyond retention, nobody is named. */
async function readSaidBy(
  db: Queryable,
  entity: string,
  key: string,
  { position, data: { record } }: Row,
): Promise<NonNullable<RecordAnswer['provenance']>> {
  const { rows } = await db.query<Said>(
    `select l.system, l.time, l.batch, l.ordinal, s.name as interface,
            l.data -> 'changed' as changed
     from ledger l left join batch b on b.id = l.batch left join source s on s.id = b.source
     where l.subject = $1 and l.entity = $2 and l.type = $2 || '.changed' and l.position <= $3
     order by l.position desc limit ${SEARCHED}`,
    [key, entity, position],
  );
  const whole = Object.keys(record).map((name) => `/${name}`);
  const apart = rows
    .flatMap(({ changed }) => changed ?? [])
    .filter((pointer) => pointer.lastIndexOf('/') > 0);
  return [...new Set([...whole, ...apart])].sort().map((attribute) => {
    const said = rows.find(
      ({ changed }) => !changed?.length || changed.some((pointer) => overlap(pointer, attribute)),
    );
    if (!said) return { attribute };
    const { system, time, batch, ordinal, interface: by } = said;
    return {
      attribute,
      system,
      at: time,
      ...(by !== null && { interface: by }),
      ...(batch !== null && ordinal !== null && { message: { batch, ordinal } }),
    };
  });
}

/** One names the other, or a part of it. */
function overlap(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}

function missing(detail: string, from: Instant): Problem {
  return problem('not-found', 'api', detail, { advice: `Ask for ${from} or later.` });
}

interface Oldest {
  /** The oldest version that is still there; absent: none is. */
  version?: number;
  /** From when on what the hub held is known. */
  from: Instant;
  /** There were versions before it. */
  isCut: boolean;
}

async function readOldest(db: Queryable, entity: string, key: string): Promise<Oldest> {
  const { rows } = await db.query<Row>(`${VERSIONS} order by position limit 1`, [key, entity]);
  const first = rows[0];
  if (first) {
    const { version } = first.data;
    return { version, from: first.recorded_at, isCut: version > 1 };
  }
  const ledger = await db.query<{ from: Instant }>(
    'select coalesce((select recorded_at from ledger order by position limit 1), now()) as from',
  );
  return { from: ledger.rows[0]!.from, isCut: true };
}
