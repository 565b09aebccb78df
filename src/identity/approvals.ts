import { column, fromColumns } from '../database/columns.ts';
import type { Connection } from '../database/pool.ts';
import type { Later } from '../database/transaction.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { Speaker } from './arrival.ts';
import type { Observation } from './observations.ts';
import { withPortion } from './portion.ts';
import type { CurrentRecord } from './records.ts';
import type { WaitingChange } from './withhold.ts';

/** A change of governed attributes, to be approved by someone who is not among those who proposed it. */
export interface NewApproval {
  entity: string;
  key: string;
  interface: string;
  system: string;
  localKey: string;
  /** JSON pointers. */
  changed: readonly string[];
  /** All that the system says of the thing. */
  proposed: JsonObject;
  proposer: string;
  batch?: number;
  ordinal?: number;
}

const ASK = {
  name: 'approval-ask',
  text: `
    insert into approval (entity, key, interface, system, local_key, changed, proposed, proposers, batch, ordinal)
    values ($1, $2, $3, $4, $5, $6, $7, array[$8], $9, $10)
    on conflict (interface, entity, key) where state = 'open' do update set
      changed = (select array_agg(distinct c) from unnest(approval.changed || excluded.changed) c),
      proposers = (select array_agg(distinct p) from unnest(approval.proposers || excluded.proposers) p),
      proposed = (approval.proposed::jsonb || excluded.proposed::jsonb)::json, batch = excluded.batch, ordinal = excluded.ordinal`,
};

/** Asks; what is said again of one thing joins what waits already, with those who proposed it. */
export async function askApproval(connection: Connection, asked: NewApproval): Promise<void> {
  const { entity, key, interface: id, system, localKey, changed, proposed, proposer, batch, ordinal } = asked;
  const said = [JSON.stringify(proposed), proposer, batch ?? null, ordinal ?? null];
  await connection.query({ ...ASK, values: [entity, key, id, system, localKey, changed, ...said] });
}

/** Keeps what waits of a batch, in its order; who made the change there is the one who proposes it, when the system tells. */
export function askForApprovals(
  connection: Connection,
  later: Later,
  { entity, interface: spoken, system }: Speaker,
  batch: number,
  waiting: readonly WaitingChange[],
): void {
  for (const { arrival, key, waits } of waiting)
    later(
      askApproval(connection, {
        ...{ entity: entity.entity, key, interface: spoken.id, system: system.code, batch },
        ...{ localKey: arrival.localKey, changed: waits, proposed: arrival.record, ordinal: arrival.ordinal },
        proposer: arrival.changedBy ?? spoken.id,
      }),
    );
}

interface Open {
  id: number;
  key: string;
  interface: string;
  changed: string[];
  proposed: JsonObject;
}

/** Those that have answered themselves: the system says so no more, or the record says the same by another way. */
export async function settleApprovals(
  connection: Connection,
  later: Later,
  { entity, interface: spoken }: Speaker,
  records: ReadonlyMap<string, CurrentRecord>,
  said: readonly Observation[],
): Promise<void> {
  if (said.length === 0) return;
  const views = new Map(said.map(({ key, view }) => [key, view]));
  const { rows } = await connection.query<Open>({
    name: 'approval-open',
    text: `select id, key, interface, changed, proposed from approval
           where state = 'open' and entity = $1 and key = any(string_to_array($2, E'\\x1e', E'\\x1f')) for update`,
    values: [entity.entity, column([...views.keys()])],
  });
  const settled = rows.flatMap(({ id, key, changed, proposed, interface: asked }) => {
    const data = records.get(key)?.data;
    const own = asked === spoken.id;
    const wanted = (own && views.get(key)) || proposed;
    if (!data || withPortion(data, wanted, changed, entity.elementKeys).changed.length > 0) return [];
    return [{ id, state: own ? 'withdrawn' : 'taken over' }];
  });
  if (settled.length === 0) return;
  const values = [column(settled.map(({ id }) => id)), column(settled.map(({ state }) => state))];
  later(
    connection.query({
      name: 'approval-settle',
      text: `update approval a set state = s.state, decided_at = now()
             from ${fromColumns(['bigint', 'text'])} as s (id, state) where a.id = s.id`,
      values,
    }),
  );
}
