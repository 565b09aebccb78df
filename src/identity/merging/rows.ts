import type { Connection } from '../../database/pool.ts';
import { MERGE_CHANNEL } from '../../ledger/wakeup.ts';
import type { JsonObject } from '../../vocabulary/json.ts';
import { type CurrentRecord, lockRecords } from '../records.ts';

/** A merge that stands. */
export interface Standing {
  id: number;
  loser: string;
  survivor: string;
  kept: { loser: JsonObject; survivor: JsonObject };
}

export interface MovedReference {
  system: string;
  localKey: string;
  before: string;
}

/** Keeps that one key leads to another from now on. */
export async function keepMerge(
  connection: Connection,
  merge: {
    entity: string;
    loser: string;
    survivor: string;
    kept: Standing['kept'];
    actor: string;
    reason: string;
    because?: number | undefined;
  },
): Promise<number> {
  const { entity, loser, survivor, kept, actor, reason, because } = merge;
  const { rows } = await connection.query<{ id: number }>(
    `insert into merge (entity, loser, survivor, kept, merged_by, reason, because) values ($1, $2, $3, $4, $5, $6, $7) returning id`,
    [entity, loser, survivor, JSON.stringify(kept), actor, reason, because ?? null],
  );
  await connection.query('update merged_key set root = $2 where root = $1', [loser, survivor]);
  await connection.query('insert into merged_key (key, root) values ($1, $2)', [loser, survivor]);
  await tellRegrouped(connection, [loser, survivor]);
  return rows[0]!.id;
}

/** The merge by which a key leads elsewhere, locked. */
export async function standingMerge(
  connection: Connection,
  entity: string,
  loser: string,
): Promise<Standing | undefined> {
  const { rows } = await connection.query<Standing>(
    `select id, loser, survivor, kept from merge where entity = $1 and loser = $2 and undone_at is null for update`,
    [entity, loser],
  );
  return rows[0];
}

/** Records of an entity that stand, locked; `condition` of `$2` and on. */
export async function lockStanding(
  connection: Connection,
  entity: string,
  condition: string,
  values: readonly unknown[],
): Promise<CurrentRecord[]> {
  const { rows } = await connection.query<{ key: string }>(
    `select key from record where entity = $1 and data ->> 'mergedInto' is null and ${condition}`,
    [entity, ...values],
  );
  const keys = rows.map(({ key }) => key);
  return [...(await lockRecords(connection, entity, keys)).values()];
}

/** Those that follow from another one, locked. */
export async function mergesBecause(
  connection: Connection,
  id: number,
): Promise<(Standing & { entity: string })[]> {
  const { rows } = await connection.query<Standing & { entity: string }>(
    `select id, entity, loser, survivor, kept from merge where because = $1 and undone_at is null order by id desc for update`,
    [id],
  );
  return rows;
}

/** Lets a key and all that was merged into it lead to it again; resolves to these keys. */
export async function undoMerge(
  connection: Connection,
  { id, loser, survivor }: Standing,
  actor: string,
  reason: string,
): Promise<string[]> {
  const { rows } = await connection.query<{ key: string }>(
    `with recursive family (key) as (
       select $1::text union select m.loser from merge m join family f on m.survivor = f.key where m.undone_at is null)
     select key from family`,
    [loser],
  );
  const family = rows.map(({ key }) => key);
  await connection.query(
    'update merge set undone_at = now(), undone_by = $2, undone_reason = $3 where id = $1',
    [id, actor, reason],
  );
  await connection.query('delete from merged_key where key = $1', [loser]);
  await connection.query('update merged_key set root = $1 where key = any($2)', [loser, family]);
  await tellRegrouped(connection, [survivor, ...family]);
  return family;
}

/** What waits for a person to say yes to a change. */
const ASKED = ['change_request', 'approval'] as const;

/** Cross-references, open change requests and approvals of the loser lead to the survivor. */
export async function moveToSurvivor(
  connection: Connection,
  entity: string,
  loser: string,
  survivor: string,
): Promise<MovedReference[]> {
  const { rows } = await connection.query<{ system: string; local_key: string }>(
    `update observation set merged_from = coalesce(merged_from, key), key = $3 where key = $2 and entity = $1
     returning system, local_key`,
    [entity, loser, survivor],
  );
  for (const table of ASKED)
    await connection.query(
      `update ${table} c set merged_from = coalesce(merged_from, key), key = $3
       where state = 'open' and entity = $1 and key = $2 and not exists (
         select from ${table} o
         where o.state = 'open' and o.entity = $1 and o.key = $3 and o.interface = c.interface)`,
      [entity, loser, survivor],
    );
  return rows.map((row) => ({ system: row.system, localKey: row.local_key, before: loser }));
}

/** They go back to where they came from. `family`: the key, and all that was merged into it before. */
export async function moveBack(
  connection: Connection,
  entity: string,
  key: string,
  family: readonly string[],
  survivor: string,
): Promise<MovedReference[]> {
  const { rows } = await connection.query<{ system: string; local_key: string }>(
    `update observation set key = $2, merged_from = nullif(merged_from, $2) where merged_from = any($3) and entity = $1
     returning system, local_key`,
    [entity, key, family],
  );
  for (const table of ASKED)
    await connection.query(
      `update ${table} c set key = $2, merged_from = nullif(merged_from, $2)
       where state = 'open' and entity = $1 and merged_from = any($3)`,
      [entity, key, family],
    );
  return rows.map((row) => ({ system: row.system, localKey: row.local_key, before: survivor }));
}

/** Why cross-references lead elsewhere than before. */
export async function keepMoved(
  connection: Connection,
  entity: string,
  moved: readonly MovedReference[],
  to: { key: string; cause: 'merged' | 'split'; merge?: number },
): Promise<void> {
  if (moved.length === 0) return;
  await connection.query(
    `insert into reference_history (system, entity, local_key, before, key, cause, merge)
     select m.system, $1, m.local_key, m.before, $5, $6, $7 from unnest($2::text[], $3::text[], $4::text[]) as m (system, local_key, before)`,
    [
      entity,
      moved.map(({ system }) => system),
      moved.map(({ localKey }) => localKey),
      moved.map(({ before }) => before),
      to.key,
      to.cause,
      to.merge ?? null,
    ],
  );
}

/** Tells every process that what it remembers of these keys is no longer true. */
export async function tellRegrouped(connection: Connection, keys: readonly string[]): Promise<void> {
  await connection.query('insert into regrouping (keys) values ($1)', [keys]);
  await connection.query(`notify ${MERGE_CHANNEL}`);
}
