import { column, fromColumns } from '../../database/columns.ts';
import type { Queryable } from '../../database/pool.ts';
import type { JsonObject } from '../../vocabulary/json.ts';

/** What is known of things that another one may be. */
export interface Candidates {
  /** By key; what was merged into another thing is not there. */
  records: Map<string, JsonObject>;
  /** Those that the system which speaks keeps under a key of its own already: one of them. */
  taken: Map<string, string>;
}

/** `offset 0` keeps the search by key first: a thing has few local keys, a system many things. */
const READ = {
  name: 'match-candidates',
  text: `select w.key, coalesce(r.data, o.view) as data,
           (select min(local_key) from (select system, entity, local_key from observation where key = w.key offset 0) t
            where t.entity = $1 and t.system = $2) as taken
         from ${fromColumns(['text'], 3)} as w (key)
         left join record r on r.entity = $1 and r.key = w.key
         left join lateral (
           select view from observation
           where r.key is null and key = w.key and entity = $1 and view is not null order by arrived desc limit 1
         ) o on true`,
};

interface Row {
  key: string;
  data: JsonObject | null;
  taken: string | null;
}

/** The record of each, or, where nobody's word made one yet, what a system last said of it. */
export async function readCandidates(
  db: Queryable,
  entity: string,
  system: string,
  keys: readonly string[],
): Promise<Candidates> {
  const found: Candidates = { records: new Map(), taken: new Map() };
  if (keys.length === 0) return found;
  const { rows } = await db.query<Row>({ ...READ, values: [entity, system, column(keys)] });
  for (const { key, data, taken } of rows) {
    if (data && data['mergedInto'] == null) found.records.set(key, data);
    if (taken !== null) found.taken.set(key, taken);
  }
  return found;
}
