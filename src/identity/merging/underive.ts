import type { Connection } from '../../database/pool.ts';
import type { EntityModel, Model } from '../../quality/checker.ts';
import type { NewEntry } from '../../vocabulary/envelope.ts';
import type { JsonObject } from '../../vocabulary/json.ts';
import { type CurrentRecord, lockRecords, updateRecords } from '../records.ts';
import { withLeaving, withoutLeaving } from './apart.ts';
import type { Decision } from './decision.ts';
import { differing } from './differing.ts';
import { lockDerived } from './lockDerived.ts';
import { mergingEntry, nextVersion } from './record.ts';
import type { Cause } from './rederive.ts';
import { keepMoved, mergesBecause, moveBack, type Standing, undoMerge } from './rows.ts';
import { readSteps } from './steps.ts';
import { emptied, readViews, summed } from './stock.ts';

/** Lets keys that were derived anew by a merge of items lead to themselves again; resolves to what is to be appended. */
export async function underive(
  connection: Connection,
  entities: Model['entities'],
  { id }: Pick<Cause, 'id'>,
  decision: Decision,
): Promise<NewEntry[]> {
  await lockDerived(connection);
  const entries: NewEntry[] = [];
  for (const merge of await mergesBecause(connection, id))
    entries.push(...(await part(connection, entities.get(merge.entity)!, merge, decision)));
  return entries;
}

async function part(
  connection: Connection,
  entity: EntityModel,
  merge: Standing,
  { actor, reason }: Decision,
): Promise<NewEntry[]> {
  const { loser, survivor } = merge;
  const name = entity.entity;
  const records = await lockRecords(connection, name, [loser, survivor]);
  const [ended, whole] = [records.get(loser)!, records.get(survivor)!];
  const steps = await readSteps(connection, entity, merge);
  const family = await undoMerge(connection, merge, actor, reason);
  const moved = await moveBack(connection, name, loser, family, survivor);
  await keepMoved(connection, name, moved, { key: loser, cause: 'split', merge: merge.id });
  const left = withLeaving(merge.kept.loser, steps, entity.elementKeys);
  const own = { ...left, key: loser, item: merge.kept.loser['item']! };
  const stays = withoutLeaving(whole.data, steps, entity.elementKeys);
  const at = new Date().toISOString();
  const back = nextVersion(ended, await counted(connection, entity, loser, own), at);
  const rest = nextVersion(whole, await restOf(connection, entity, { merge, whole, stays }), at);
  await updateRecords(connection, name, [back, rest]);
  return [
    mergingEntry(entity, 'split', back, ['/status', '/mergedInto'], { from: survivor }),
    mergingEntry(entity, 'split', rest, differing(whole.data, rest.data), { from: loser }),
  ];
}

interface Parting {
  merge: Standing;
  whole: CurrentRecord;
  /** The whole without what leaves. */
  stays: JsonObject;
}

/** A key that nothing stood under before, and that nobody tells of by itself, is over. */
async function restOf(connection: Connection, entity: EntityModel, { merge, whole, stays }: Parting) {
  const { survivor, kept } = merge;
  const isNew = Object.keys(kept.survivor).length === 0;
  const views = await readViews(connection, entity.entity, survivor);
  if (!isNew) return counted(connection, entity, survivor, stays);
  const [newest] = views;
  if (newest) return counted(connection, entity, survivor, { ...newest.view, ...stays, key: survivor });
  const last = entity.statusMain.at(-1);
  return { ...emptied(whole.data), ...(last !== undefined && { status: last }) };
}

/** A position holds what its teller counts there. */
async function counted(
  connection: Connection,
  entity: EntityModel,
  key: string,
  record: JsonObject,
): Promise<JsonObject> {
  if (entity.kind !== 'position') return record;
  const views = await readViews(connection, entity.entity, key);
  const newest = views[0]?.system;
  return newest === undefined
    ? record
    : summed(
        record,
        views.filter(({ system }) => system === newest).map(({ view }) => view),
      );
}
