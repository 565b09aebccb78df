import { SUPPLIES } from '../landscape/promising/promising.ts';
import { isObject, type Json, type JsonObject, objectsOf } from '../vocabulary/json.ts';
import { amount } from './amount.ts';
import { AT_HAND, type Day } from './days.ts';

/** What a thing adds to what there is of an item at a site: on `AT_HAND` its stock, on a day what is due in or out. */
export interface Basis {
  item: string;
  site: string;
  day: Day;
  supply: bigint;
  demand: bigint;
  /** As it is told. */
  unit?: string;
}

/** The entities whose records promises rest on. */
export const BASIS_ENTITIES = [...SUPPLIES, 'salesOrder'] as const;

const READERS: Record<string, (record: JsonObject) => Basis[]> = {
  inventoryPosition: stockOf,
  productionOrder: madeBy,
  purchaseOrder: boughtBy,
  salesOrder: wantedBy,
  transferOrder: movedBy,
};

const OVER = new Set([
  'draft',
  'planned',
  'completed',
  'technicallyClosed',
  'received',
  'fulfilled',
  'closed',
  'cancelled',
]);

/** What a record adds; nothing when it is done with, or does not say enough. */
export function basisOf(entity: string, record: JsonObject): Basis[] {
  if (text(record['missingSince']) !== undefined || text(record['mergedInto']) !== undefined) return [];
  if (entity !== 'inventoryPosition' && OVER.has(text(record['status']) ?? '')) return [];
  return READERS[entity]?.(record).filter(({ item, site }) => item !== '' && site !== '') ?? [];
}

/** Only stock of our own that nothing is wrong with. */
function stockOf(record: JsonObject): Basis[] {
  if (record['stockStatus'] !== 'unrestricted' || record['ownership'] !== 'own') return [];
  const { value, ...unit } = quantityOf(record['onHand']);
  return [{ ...place(record, record['site']), day: AT_HAND, supply: value, demand: 0n, ...unit }];
}

function madeBy(record: JsonObject): Basis[] {
  const { value, ...unit } = quantityOf(record['quantity']);
  const left = value - quantityOf(record['yield']).value;
  const day = dayIn(record, [['scheduled', 'to'], ['due'], ['planned', 'to']]);
  return left > 0n && day !== undefined
    ? [{ ...place(record, record['site']), day, supply: left, demand: 0n, ...unit }]
    : [];
}

function boughtBy(record: JsonObject): Basis[] {
  return openLines(record).flatMap((line) => {
    const received = schedulesOf(line).reduce((sum, its) => sum + quantityIn(its, 'received'), 0n);
    const { value, ...unit } = openOf(line) ?? less(line['quantity'], received);
    const day = confirmedDay(line) ?? dayIn(line, [['requested']]);
    if (value <= 0n || day === undefined) return [];
    const at = place(line, line['receivingSite'] ?? record['site']);
    return [{ ...at, day, supply: value, demand: 0n, ...unit }];
  });
}

function wantedBy(record: JsonObject): Basis[] {
  return openLines(record).flatMap((line) => {
    const { value, ...unit } = openOf(line) ?? less(line['quantity'], quantityOf(line['done']).value);
    const day = confirmedDay(line) ?? dayIn(line, [['requested']]) ?? dayIn(record, [['requested']]);
    if (value <= 0n || day === undefined) return [];
    return [{ ...place(line, line['site'] ?? record['site']), day, supply: 0n, demand: value, ...unit }];
  });
}

function movedBy(record: JsonObject): Basis[] {
  return openLines(record).flatMap((line) => {
    const [asked, shipped, received, lost] = ['quantity', 'shipped', 'received', 'scrapped'].map(
      (name) => quantityOf(line[name]).value,
    ) as [bigint, bigint, bigint, bigint];
    const { value: _, ...unit } = quantityOf(line['quantity']);
    const leaves = dayIn(record, [['requestedShip'], ['requestedReceipt']]);
    const arrives = dayIn(record, [['requestedReceipt']]);
    const [toShip, toCome] = [asked - shipped, asked - received - lost];
    return [
      ...(leaves !== undefined && toShip > 0n
        ? [{ ...place(line, record['fromSite']), day: leaves, supply: 0n, demand: toShip, ...unit }]
        : []),
      ...(arrives !== undefined && toCome > 0n
        ? [{ ...place(line, record['toSite']), day: arrives, supply: toCome, demand: 0n, ...unit }]
        : []),
    ];
  });
}

function openLines(record: JsonObject): JsonObject[] {
  return objectsOf(record['lines']).filter(
    (line) => !OVER.has(text(line['status']) ?? '') && text(line['rejectionReason']) === undefined,
  );
}

function schedulesOf(line: JsonObject): JsonObject[] {
  return objectsOf(line['schedules']);
}

function confirmedDay(line: JsonObject): Day | undefined {
  return schedulesOf(line)
    .map((schedule) => dayIn(schedule, [['confirmed', 'date']]))
    .findLast((day) => day !== undefined);
}

function openOf(line: JsonObject): Told | undefined {
  return isObject(line['open']) ? quantityOf(line['open']) : undefined;
}

function less(quantity: Json | undefined, done: bigint): Told {
  const told = quantityOf(quantity);
  return { ...told, value: told.value - done };
}

function quantityIn(schedule: JsonObject, name: string): bigint {
  const its = schedule[name];
  return isObject(its) ? quantityOf(its['quantity']).value : 0n;
}

interface Told {
  value: bigint;
  unit?: string;
}

function quantityOf(value: Json | undefined): Told {
  if (!isObject(value)) return { value: 0n };
  const unit = text(value['unit']);
  return { value: amount(String(value['value'] ?? '0')), ...(unit !== undefined && { unit }) };
}

function place(of: JsonObject, site: Json | undefined): { item: string; site: string } {
  const item = of['item'];
  return { item: (isObject(item) && text(item['item'])) || '', site: text(site) ?? '' };
}

function dayIn(record: JsonObject, paths: readonly string[][]): Day | undefined {
  for (const path of paths) {
    const found = path.reduce<Json | undefined>(
      (value, name) => (isObject(value) ? value[name] : undefined),
      record,
    );
    if (typeof found === 'string' && found !== '') return found.slice(0, 10);
  }
  return undefined;
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
