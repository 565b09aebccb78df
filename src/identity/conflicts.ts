import { column, fromColumns } from '../database/columns.ts';
import type { Connection, Queryable } from '../database/pool.ts';
import type { Dispute, Position } from './disputes.ts';

const OPEN = {
  name: 'conflict-open',
  text: `select key, pointer, "values", rule from conflict
         where state = 'open' and entity = $1 and key = any(string_to_array($2, E'\\x1e', E'\\x1f'))`,
};

const KEEP = {
  name: 'conflict-keep',
  text: `
    insert into conflict (entity, key, pointer, "values", rule)
    select $1, c.key, c.pointer, c."values", c.rule
    from ${fromColumns(['text', 'text', 'json', 'text'], 2)} as c (key, pointer, "values", rule)
    on conflict (entity, key, pointer) where state = 'open' do update set "values" = excluded."values", rule = excluded.rule`,
};

const SETTLE = {
  name: 'conflict-settle',
  text: `update conflict c set state = 'settled-itself', decided_at = now()
         from ${fromColumns(['text', 'text'], 2)} as s (key, pointer)
         where c.state = 'open' and c.entity = $1 and c.key = s.key and c.pointer = s.pointer`,
};

/** The open ones of these things, by key and pointer. */
export async function readDisputes(
  db: Queryable,
  entity: string,
  keys: readonly string[],
): Promise<Map<string, Map<string, Dispute>>> {
  const disputes = new Map<string, Map<string, Dispute>>();
  if (keys.length === 0) return disputes;
  const { rows } = await db.query<{ key: string; pointer: string; values: Position[]; rule: string }>({
    ...OPEN,
    values: [entity, column(keys)],
  });
  for (const row of rows) {
    const ofKey = disputes.get(row.key) ?? new Map<string, Dispute>();
    disputes.set(row.key, ofKey.set(row.pointer, { ...row, state: 'open' }));
  }
  return disputes;
}

/** Ends those that are open: a word took the place of what stood, or all say the same. */
export async function settleConflicts(
  connection: Connection,
  entity: string,
  settled: readonly Pick<Dispute, 'key' | 'pointer'>[],
): Promise<void> {
  const values = [
    entity,
    column(settled.map(({ key }) => key)),
    column(settled.map(({ pointer }) => pointer)),
  ];
  await connection.query({ ...SETTLE, values });
}

/** Keeps what became of disputes, at most one of each thing and pointer; the records they are about are locked. */
export async function keepDisputes(
  connection: Connection,
  entity: string,
  disputes: readonly Dispute[],
): Promise<void> {
  if (disputes.length === 0) return;
  const settled = disputes.filter(({ state }) => state === 'settled-itself');
  const keeping = connection.query({
    ...KEEP,
    values: [
      entity,
      column(disputes.map(({ key }) => key)),
      column(disputes.map(({ pointer }) => pointer)),
      column(disputes.map(({ values }) => JSON.stringify(values))),
      column(disputes.map(({ rule }) => rule)),
    ],
  });
  await Promise.all([keeping, settleConflicts(connection, entity, settled)]);
}
