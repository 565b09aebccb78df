import type { EntityModel } from '../quality/checker.ts';
import type { NewEntry } from '../vocabulary/envelope.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { Arrival, Speaker } from './arrival.ts';
import { mentionsOf } from './mentions.ts';
import type { Next } from './next.ts';
import type { CurrentRecord } from './records.ts';

export function changedEntry(
  speaker: Speaker,
  arrival: Arrival,
  { record, change, changed }: Next,
  returns: boolean,
): NewEntry {
  const back = returns ? { returns } : {};
  const data = JSON.stringify({ version: record.version, change, changed, record: record.data, ...back });
  const id = `${record.key}@${record.version}`;
  return entryOf(speaker, arrival, id, record.key, `${speaker.entity.entity}.changed`, record.data, data);
}

/** What goes into the ledger of one arrival. */
export function entryOf(
  { system, entity }: Speaker,
  arrival: Arrival,
  id: string,
  key: string,
  type: string,
  record: JsonObject,
  data: string,
): NewEntry {
  const site = record['site'];
  return {
    id,
    type,
    entity: entity.entity,
    system: system.code,
    subject: key,
    partitionKey: entity.partitionKey(key, record),
    time: arrival.time,
    ordinal: arrival.ordinal,
    data,
    mentions: mentionsOf(record),
    ...(typeof site === 'string' && { site }),
  };
}

/** The event by which all hear of a record's new version that no message of a system brought by itself: a person decided, or things were merged. */
export function versionEntry(
  entity: EntityModel,
  { key, version, data, changedAt }: CurrentRecord,
  system: string,
  said: { change: string; changed: readonly string[]; [more: string]: unknown },
): NewEntry {
  const site = data['site'];
  return {
    id: `${key}@${version}`,
    type: `${entity.entity}.changed`,
    entity: entity.entity,
    system,
    subject: key,
    partitionKey: entity.partitionKey(key, data),
    time: changedAt,
    data: JSON.stringify({ version, ...said, record: data }),
    mentions: mentionsOf(data),
    ...(typeof site === 'string' && { site }),
  };
}
