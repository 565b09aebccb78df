import type { Connection } from '../../database/pool.ts';
import type { EntityModel, Model } from '../../quality/checker.ts';
import type { JsonObject } from '../../vocabulary/json.ts';
import { type CurrentRecord, lockRecords } from '../records.ts';
import type { Decision } from './decision.ts';
import { type Joined, join } from './join.ts';
import { lockDerived } from './lockDerived.ts';
import { renamed } from './naming.ts';
import { lockStanding } from './rows.ts';
import { readCounts, summed, tellerOf } from './stock.ts';

/** A merge of items that others follow from. */
export interface Cause {
  id: number;
  loser: string;
  survivor: string;
}

/** Entities whose keys begin with that of an item. */
export const DERIVED = ['bom', 'routing', 'inventoryPosition'];

/** Derives keys anew that follow from the loser's, with the old ones as aliases; where there is such a thing already the two are one. */
export async function rederive(
  connection: Connection,
  entities: Model['entities'],
  { id, loser, survivor }: Cause,
  decision: Decision,
): Promise<Joined[]> {
  await lockDerived(connection);
  const joined: Joined[] = [];
  for (const name of DERIVED) {
    const entity = entities.get(name)!;
    for (const ends of await readDerived(connection, name, loser)) {
      const brings = renamed(ends.data, loser, survivor, entity.elementKeys).data;
      const key = entity.deriveKey(brings);
      if (key === undefined || key === ends.key) continue;
      const stays = await standing(connection, name, key);
      const data = { ...brings, key: stays.key };
      const whole = wholeOf(connection, entity, ends, stays);
      joined.push(
        await join(
          connection,
          entity,
          undefined,
          { ends, stays, brings: data, because: id, whole },
          decision,
        ),
      );
    }
  }
  return joined;
}

/** The list of entities is that of an index. */
function readDerived(connection: Connection, entity: string, item: string): Promise<CurrentRecord[]> {
  const condition = `split_part(key, '~', 2) = $2 and entity in ('${DERIVED.join("', '")}')`;
  return lockStanding(connection, entity, condition, [item]);
}

/** What stands under a key, or under the one it leads to. */
async function standing(connection: Connection, entity: string, key: string): Promise<CurrentRecord> {
  const found = (await lockRecords(connection, entity, [key])).get(key);
  if (!found) return { key, version: 0, data: {}, changedAt: '' };
  const into = found.data['mergedInto'];
  return typeof into === 'string' ? standing(connection, entity, into) : found;
}

/** Two positions that one system counts hold both counts; of two systems that count the same place the later word stands. */
function wholeOf(connection: Connection, entity: EntityModel, ends: CurrentRecord, stays: CurrentRecord) {
  return async (filled: JsonObject): Promise<JsonObject> => {
    if (entity.kind !== 'position' || stays.version === 0) return filled;
    const teller = tellerOf(stays.told);
    if (teller === undefined || teller !== tellerOf(ends.told)) return later(filled, ends, stays);
    const counts = (await readCounts(connection, teller, [stays.key])).get(stays.key);
    return counts && counts.size > 1 ? summed(filled, counts.values()) : later(filled, ends, stays);
  };
}

function later(filled: JsonObject, ends: CurrentRecord, stays: CurrentRecord): JsonObject {
  const [its, own] = [ends, stays].map(({ data, changedAt }) => String(data['asOf'] ?? changedAt)) as [
    string,
    string,
  ];
  if (its <= own) return filled;
  const { onHand, reserved, asOf } = ends.data;
  return {
    ...filled,
    ...(onHand !== undefined && { onHand }),
    ...(reserved !== undefined && { reserved }),
    ...(asOf !== undefined && { asOf }),
  };
}
