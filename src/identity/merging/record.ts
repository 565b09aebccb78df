import type { EntityModel } from '../../quality/checker.ts';
import type { NewEntry } from '../../vocabulary/envelope.ts';
import type { Instant, JsonObject } from '../../vocabulary/json.ts';
import { versionEntry } from '../entries.ts';
import type { CurrentRecord } from '../records.ts';

/** Who speaks in an entry that no system caused. */
export const HUB = 'lineshaft';

/** What a merge or a split says of the other thing. */
export interface Other {
  /** It was merged into this one. */
  into?: string;
  /** This one was merged into it, or parted from it. */
  from?: string;
}

/** The record one version on. */
export function nextVersion(record: CurrentRecord, data: JsonObject, at: Instant): CurrentRecord {
  return { key: record.key, version: record.version + 1, data, changedAt: at };
}

/** A thing that is another one now: what was known of it stays, and it has come to the end of its life. */
export function endedRecord(entity: EntityModel, data: JsonObject, survivor: string): JsonObject {
  const last = entity.statusMain.at(-1);
  return { ...data, ...(last !== undefined && { status: last }), mergedInto: survivor };
}

/** The event by which systems hear of it. */
export function mergingEntry(
  entity: EntityModel,
  change: 'merged' | 'split',
  record: CurrentRecord,
  changed: readonly string[],
  other: Other,
): NewEntry {
  return versionEntry(entity, record, HUB, { change, changed, ...other });
}
