import type { Connection } from '../../database/pool.ts';
import type { EntityModel } from '../../quality/checker.ts';
import type { JsonObject } from '../../vocabulary/json.ts';
import type { Step } from './apart.ts';
import type { Standing } from './rows.ts';

interface Row {
  system: string;
  data: { version: number; change: string; changed: string[]; from?: string; record: JsonObject };
}

/**
 * What was changed of the survivor since a merge, by whom. Of a system that has told both things under keys of its own nobody can say which of
 * them it spoke of: that stays with the survivor. One that was only told the other, and never spoke of it, spoke of its own.
 */
export async function readSteps(
  connection: Connection,
  { entity }: EntityModel,
  { loser, survivor, kept }: Standing,
): Promise<Step[]> {
  const leaving = await systemsThatLeave(connection, entity, loser, survivor);
  const { rows } = await connection.query<Row>(
    `select system, data from ledger where subject = $1 and entity = $2 and type = $2 || '.changed' and position >= (
       select max(position) from ledger where subject = $1 and data ->> 'change' = 'merged' and data ->> 'from' = $3)
     order by position`,
    [survivor, entity, loser],
  );
  return stepsOf(rows, kept.survivor, (row) => row.data.from === loser || leaving.has(row.system));
}

/** Each change with what stood before it. */
export function stepsOf(rows: readonly Row[], first: JsonObject, leaves: (row: Row) => boolean): Step[] {
  let before = first;
  return rows.map((row) => {
    const { changed, record } = row.data;
    const step: Step = { goes: leaves(row) ? 'leaves' : 'stays', before, after: record, changed };
    before = record;
    return step;
  });
}

async function systemsThatLeave(
  connection: Connection,
  entity: string,
  loser: string,
  survivor: string,
): Promise<Set<string>> {
  const { rows } = await connection.query<{ system: string }>(
    `with recursive family (key) as (
       select $1::text union select m.loser from merge m join family f on m.survivor = f.key where m.undone_at is null),
     here as (select system, merged_from in (select key from family) is true as leaves from observation
              where key = $2 and entity = $3 and view is not null)
     select system from here group by system having bool_and(leaves)`,
    [loser, survivor, entity],
  );
  return new Set(rows.map(({ system }) => system));
}
