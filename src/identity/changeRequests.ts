import { column, fromColumns } from '../database/columns.ts';
import type { Connection } from '../database/pool.ts';
import type { JsonObject } from '../vocabulary/json.ts';

/** What a system would like to change, or to add, of what another one is the authority for. */
export interface NewChangeRequest {
  key: string;
  localKey: string;
  kind: 'new' | 'change';
  /** JSON pointers; empty for what is new. */
  changed: readonly string[];
  /** All that the system says of the thing. */
  proposed: JsonObject;
  authority?: string;
  /** `enterprise.yaml:13`. */
  rule: string;
  ordinal: number;
}

/** One that nobody has decided yet. */
export interface OpenChangeRequest {
  id: number;
  key: string;
  interface: string;
  kind: NewChangeRequest['kind'];
  changed: string[];
  proposed: JsonObject;
}

/** `taken over`: the authority says the same now. `withdrawn`: the system that asked says so no more. */
export type Settlement = 'taken over' | 'withdrawn';

const ASK = {
  name: 'request-ask',
  text: `
    insert into change_request (entity, interface, system, batch, key, local_key, kind, changed, proposed, authority, rule, ordinal)
    select $1, $2, $3, $4, r.key, r.local_key, r.kind, r.changed::text[], r.proposed, r.authority, r.rule, r.ordinal
    from ${fromColumns(['text', 'text', 'text', 'text', 'json', 'text', 'text', 'int'], 5)}
      as r (key, local_key, kind, changed, proposed, authority, rule, ordinal)
    on conflict (interface, entity, key) where state = 'open' do update set
      changed = (select array_agg(distinct c) from unnest(change_request.changed || excluded.changed) c),
      proposed = excluded.proposed, batch = excluded.batch, ordinal = excluded.ordinal, rule = excluded.rule`,
};

/** Asks; what an interface asks again of one thing joins what it asked before. At most one of each key. */
export async function askForChange(
  connection: Connection,
  spoken: { entity: string; interface: string; system: string; batch: number },
  requests: readonly NewChangeRequest[],
): Promise<void> {
  if (requests.length === 0) return;
  const values = [
    spoken.entity,
    spoken.interface,
    spoken.system,
    spoken.batch,
    column(requests.map((r) => r.key)),
    column(requests.map((r) => r.localKey)),
    column(requests.map((r) => r.kind)),
    column(requests.map((r) => toArray(r.changed))),
    column(requests.map((r) => JSON.stringify(r.proposed))),
    column(requests.map((r) => r.authority)),
    column(requests.map((r) => r.rule)),
    column(requests.map((r) => r.ordinal)),
  ];
  await connection.query({ ...ASK, values });
}

/** The text of a PostgreSQL array. */
function toArray(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`;
}

/** The open ones of these things, whoever asked. */
export async function openRequests(
  connection: Connection,
  entity: string,
  keys: readonly string[],
): Promise<OpenChangeRequest[]> {
  if (keys.length === 0) return [];
  const { rows } = await connection.query<OpenChangeRequest>({
    name: 'request-open',
    text: `select id, key, interface, kind, changed, proposed from change_request
           where state = 'open' and entity = $1 and key = any(string_to_array($2, E'\\x1e', E'\\x1f')) for update`,
    values: [entity, column(keys)],
  });
  return rows;
}

/** They have answered themselves. */
export async function settleRequests(
  connection: Connection,
  settled: readonly { id: number; settlement: Settlement }[],
): Promise<void> {
  if (settled.length === 0) return;
  await connection.query({
    name: 'request-settle',
    text: `update change_request c set state = s.state, decided_at = now()
           from ${fromColumns(['bigint', 'text'])} as s (id, state) where c.id = s.id`,
    values: [column(settled.map((s) => s.id)), column(settled.map((s) => s.settlement))],
  });
}
