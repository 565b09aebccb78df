import type { NewEntry } from '../vocabulary/envelope.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { Arrival, Speaker } from './arrival.ts';
import { mentionsOf } from './mentions.ts';
import type { Next } from './next.ts';

export function changedEntry(
  speaker: Speaker,
  arrival: Arrival,
  { record, change, changed }: Next,
): NewEntry {
  const data = JSON.stringify({ version: record.version, change, changed, record: record.data });
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
