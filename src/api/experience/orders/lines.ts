import { amount } from '../../../promising/amount.ts';
import { daysBetween } from '../../../quality/moments.ts';
import { type JsonObject, objectsOf } from '../../../vocabulary/json.ts';
import { day, part, quantity, text } from '../reading.ts';

/** What a line of an order still asks for. */
export interface OpenLine {
  lineNo: string;
  item: string;
  /** Where it is taken from; absent: nobody has decided. */
  site?: string;
  /** In 10⁻⁹ of its unit. */
  quantity: bigint;
  unit: string;
}

const OVER = new Set(['fulfilled', 'closed', 'cancelled']);

export function openLines(order: JsonObject): OpenLine[] {
  return objectsOf(order['lines']).flatMap((line) => {
    if (isOver(line)) return [];
    const item = text(part(line['item'], 'item'));
    const asked = quantity(line['open']) ?? quantity(line['quantity']);
    if (item === undefined || !asked) return [];
    const done = line['open'] === undefined ? amount(quantity(line['done'])?.value ?? '0') : 0n;
    const site = text(line['site']);
    const left = amount(asked.value) - done;
    if (left <= 0n) return [];
    return [
      {
        lineNo: text(line['lineNo']) ?? '',
        item,
        quantity: left,
        unit: asked.unit,
        ...(site !== undefined && { site }),
      },
    ];
  });
}

/** The last day that was promised for one of its lines. */
export function confirmedDay(order: JsonObject): string | undefined {
  return objectsOf(order['lines'])
    .flatMap((line) => promisedDay(line) ?? [])
    .toSorted()
    .at(-1);
}

/** By how many days a line that is open was promised later than it is wanted, at most; 0: none was. */
export function deferredDays(order: JsonObject): number {
  const deferred = objectsOf(order['lines']).map((line) => {
    const [wanted, promised] = [day(line['requested']) ?? day(order['requested']), promisedDay(line)];
    if (isOver(line) || wanted === undefined || promised === undefined) return 0;
    return daysBetween(wanted, promised);
  });
  return Math.max(0, ...deferred);
}

function promisedDay(line: JsonObject): string | undefined {
  return objectsOf(line['schedules'])
    .flatMap((schedule) => day(part(schedule['confirmed'], 'date')) ?? [])
    .toSorted()
    .at(-1);
}

function isOver(line: JsonObject): boolean {
  return OVER.has(text(line['status']) ?? '') || text(line['rejectionReason']) !== undefined;
}
