import { isObject, type Json, type JsonObject } from '../vocabulary/json.ts';
import { keyPart } from '../vocabulary/keys.ts';

/** How keys of documents begin; the rest is the system of origin and its number. */
export const documentPrefixes: Readonly<Record<string, string>> = {
  salesOrder: 'so',
  purchaseOrder: 'po',
  productionOrder: 'pro',
  transferOrder: 'to',
  shipment: 'shp',
  invoice: 'inv',
};

/** Canonical keys of the documents that a record or fact names in `refs`, `order`, `shipment`, `demand` and its lines. */
export function mentionsOf(record: JsonObject): string[] {
  const found: string[] = [];
  collect(record['refs'], found);
  collect(record['order'], found);
  collect(record['shipment'], found);
  collect(record['demand'], found);
  const lines = record['lines'];
  if (Array.isArray(lines)) {
    for (const line of lines) if (isObject(line)) collect(line['order'], found);
  }
  return found;
}

function collect(value: Json | undefined, found: string[]): void {
  if (value === undefined || value === null) return;
  if (Array.isArray(value)) {
    for (const element of value) collect(element, found);
  } else if (isObject(value)) {
    const key = documentKey(value);
    if (key !== undefined) found.push(key);
  }
}

function documentKey(reference: JsonObject): string | undefined {
  const { key, entity, system, number } = reference;
  if (typeof key === 'string') return key;
  const prefix = typeof entity === 'string' ? documentPrefixes[entity] : undefined;
  if (prefix === undefined || typeof system !== 'string' || typeof number !== 'string') return undefined;
  return `${prefix}~${keyPart(system)}~${keyPart(number)}`;
}
