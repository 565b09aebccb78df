import type { Queryable } from '../../../database/pool.ts';
import { calledIn } from '../../../vocabulary/called.ts';
import type { JsonObject } from '../../../vocabulary/json.ts';
import type { MatchesOfKey, Review, ReviewsPage, ReviewsQuery } from './contract.ts';

interface Row {
  id: number;
  entity: string;
  a_key: string;
  b_key: string;
  a_record: JsonObject | null;
  b_record: JsonObject | null;
  b_system: string | null;
  score: number;
  reasons: Review['reasons'];
  state: Review['state'];
  asked_at: string;
  decided_at: string | null;
  decided_by: string | null;
  reason: string | null;
}

/** Who told the whole of the one that came: the system that was the first to speak of it. */
const B_SYSTEM = `substring(b.told -> 'sayings' -> (b.told -> 'at' ->> '')::int ->> 'by' from '^([^/]+)/')`;

const PAIRS = `from match_review m
  left join record a on a.entity = m.entity and a.key = m.a_key
  left join record b on b.entity = m.entity and b.key = m.b_key`;

/** Each with what the two are now; of one that became the other, nothing. */
const REVIEWS = `select m.*, a.data as a_record, b.data as b_record, ${B_SYSTEM} as b_system ${PAIRS}`;

/** One page, the oldest first; default: those still open. */
export async function listReviews(db: Queryable, query: ReviewsQuery): Promise<ReviewsPage> {
  const limit = query.limit ?? 100;
  const chosen = `($1::text is null or m.entity = $1) and m.state = $2
                  and ($3::text is null or $3 in (m.a_key, m.b_key)) and ($4::text is null or ${B_SYSTEM} = $4)`;
  const values = [query.entity ?? null, query.state ?? 'open', query.key ?? null, query.system ?? null];
  const [{ rows }, { rows: counted }] = await Promise.all([
    db.query<Row>(`${REVIEWS} where ${chosen} and m.id > $5 order by m.id limit $6`, [
      ...values,
      Number(query.cursor ?? 0),
      limit + 1,
    ]),
    db.query<{ total: number }>(`select count(*) as total ${PAIRS} where ${chosen}`, values),
  ]);
  const page = rows.slice(0, limit);
  return {
    reviews: page.map(toReview),
    total: counted[0]!.total,
    ...(rows.length > limit && { next: String(page.at(-1)!.id) }),
  };
}

export async function readReview(db: Queryable, id: number): Promise<Review | undefined> {
  const { rows } = await db.query<Row>(`${REVIEWS} where m.id = $1`, [id]);
  return rows[0] && toReview(rows[0]);
}

function toReview(row: Row): Review {
  const [aCalled, bCalled] = [calledIn(row.a_record), calledIn(row.b_record)];
  return {
    id: row.id,
    entity: row.entity,
    a: row.a_key,
    b: row.b_key,
    ...(aCalled !== undefined && { aCalled }),
    ...(bCalled !== undefined && { bCalled }),
    ...(row.b_system !== null && { bSystem: row.b_system }),
    score: row.score,
    reasons: row.reasons,
    state: row.state,
    askedAt: row.asked_at,
    ...(row.decided_at !== null && { decidedAt: row.decided_at }),
    ...(row.decided_by !== null && { decidedBy: row.decided_by }),
    ...(row.reason !== null && { reason: row.reason }),
  };
}

interface HistoryRow {
  system: string;
  local_key: string;
  cause: string;
  before: string | null;
  key: string;
  score: number | null;
  reasons: Review['reasons'] | null;
  at: string;
}

/** Why a key is what it is: its cross-references, how they came to it, and what was asked; undefined: no record has it. */
export async function readKey(db: Queryable, key: string): Promise<MatchesOfKey | undefined> {
  const { rows: records } = await db.query<{ entity: string; root: string | null }>(
    'select r.entity, m.root from record r left join merged_key m on m.key = r.key where r.key = $1',
    [key],
  );
  const [record] = records;
  if (!record) return undefined;
  const [references, history, reviews] = await Promise.all([
    db.query<{ system: string; local_key: string; merged_from: string | null }>(
      'select system, local_key, merged_from from observation where key = $1 or merged_from = $1 order by system, local_key limit 200',
      [key],
    ),
    db.query<HistoryRow>(
      'select * from reference_history where key = $1 or before = $1 order by id desc limit 200',
      [key],
    ),
    db.query<Row>(`${REVIEWS} where m.a_key = $1 or m.b_key = $1 order by m.id desc limit 200`, [key]),
  ]);
  return {
    key,
    entity: record.entity,
    ...(record.root !== null && { mergedInto: record.root }),
    references: references.rows.map((row) => ({
      system: row.system,
      localKey: row.local_key,
      ...(row.merged_from !== null && { mergedFrom: row.merged_from }),
    })),
    history: history.rows.map(toChange),
    reviews: reviews.rows.map(toReview),
  };
}

function toChange(row: HistoryRow): MatchesOfKey['history'][number] {
  return {
    system: row.system,
    localKey: row.local_key,
    cause: row.cause,
    key: row.key,
    at: row.at,
    ...(row.before !== null && { before: row.before }),
    ...(row.score !== null && { score: row.score }),
    ...(row.reasons !== null && { reasons: row.reasons }),
  };
}
