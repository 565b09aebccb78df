import type { Queryable } from '../database/pool.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { Onward } from './read.ts';

/** What is looked for: the newest entry of a thing between two positions, both left out. */
export interface Between {
  subject: string;
  after: number;
  before: number;
}

interface Row {
  place: number;
  position: number;
  type: string;
  entity: string;
  system: string;
  partition_key: string;
  site: string | null;
  data: JsonObject;
}

/** For each the newest entry between, in the order given; undefined: there is none. */
export async function readNewest(
  db: Queryable,
  entity: string,
  asked: readonly Between[],
): Promise<(Onward | undefined)[]> {
  const found: (Onward | undefined)[] = asked.map(() => undefined);
  if (asked.length === 0) return found;
  const { rows } = await db.query<Row>({
    name: 'ledger-newest',
    text: `
      select a.place, l.* from unnest($2::text[], $3::bigint[], $4::bigint[]) with ordinality as a (subject, after, before, place)
      join lateral (
        select position, type, entity, system, partition_key, site, data from ledger
        where subject = a.subject and entity = $1 and position > a.after and position < a.before
        order by position desc limit 1
      ) l on true`,
    values: [
      entity,
      asked.map(({ subject }) => subject),
      asked.map(({ after }) => after),
      asked.map(({ before }) => before),
    ],
  });
  for (const { place, partition_key: partitionKey, site, ...entry } of rows) {
    const { subject } = asked[place - 1]!;
    found[place - 1] = { ...entry, subject, partitionKey, ...(site !== null && { site }) };
  }
  return found;
}
