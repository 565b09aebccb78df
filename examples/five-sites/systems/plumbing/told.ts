import { dirtOf } from './dirt.ts';
import type { Kit } from './kit.ts';
import type { ShopEvent } from './shopWork.ts';
import type { Change } from './store.ts';

export type ShopDirt =
  | 'unit-unknown'
  | 'item-unknown'
  | 'order-unknown'
  | 'quantity-negative'
  | 'decimal-comma'
  | 'number-nan'
  | 'date-zero'
  | 'padding'
  | 'duplicate'
  | 'late'
  | 'future'
  | 'truncated'
  | 'encoding';

/** What a plant tells of an event: with its running number per kind, its times, and what is wrong with it. */
export interface Told extends ShopEvent {
  n: number;
  /** When it happened, epoch milliseconds. */
  at: number;
  /** When it was entered. */
  entered: number;
  dirt?: ShopDirt;
}

/** How a vendor's clerks get things wrong. */
export interface Habits {
  reasons: ShopDirt[];
  /** What this vendor never tells of. */
  silent?: ShopEvent['kind'][];
  unknownItem: string;
  unknownOrder: string;
  unknownUnit: string;
  /** The same item in the padding of others. */
  repad(item: string): string;
}

/** Dirt that stays the same fact; every other kind is a mistyped entry, followed by the right one. */
const harmless = new Set<ShopDirt>(['padding', 'duplicate', 'late']);
const day = 86_400_000;

/** Numbers events and gets about as many wrong as the weather says. */
export function tellAll(kit: Kit, events: ShopEvent[], habits: Habits): { told: Told[]; changes: Change[] } {
  const told: Told[] = [];
  const numbers = new Map<string, Change>();
  const now = Date.now();
  const add = (event: ShopEvent, more: Partial<Told>) => {
    const n = ((numbers.get(event.kind)?.value as number) ?? kit.number(event.kind).value - 1) + 1;
    numbers.set(event.kind, { in: 'numbers', key: event.kind, value: n });
    told.push({ ...event, n, at: now, entered: now, ...more });
  };
  for (const event of events) {
    if (habits.silent?.includes(event.kind)) continue;
    const dirt = dirtOf(
      kit,
      `${event.order}~${event.kind}~${event.operation}${event.line}${event.phase}`,
      fitting(event, habits.reasons),
    );
    if (dirt === undefined) add(event, {});
    else {
      add(event, { ...spoilt(event, dirt, now, habits), dirt });
      if (!harmless.has(dirt)) add(event, {});
    }
  }
  return { told, changes: [...numbers.values()] };
}

function fitting(event: ShopEvent, reasons: ShopDirt[]): ShopDirt[] {
  const isMovement = event.kind === 'movement';
  return reasons.filter((reason) => {
    if (reason === 'item-unknown' || reason === 'padding') return isMovement;
    if (reason === 'order-unknown') return event.kind === 'confirmation';
    if (event.kind === 'confirmation' && event.phase === 'start') return !numeric.has(reason);
    return true;
  });
}
const numeric = new Set<ShopDirt>(['quantity-negative', 'decimal-comma', 'number-nan', 'unit-unknown']);

function spoilt(event: ShopEvent, dirt: ShopDirt, now: number, habits: Habits): Partial<Told> {
  switch (dirt) {
    case 'unit-unknown':
      return { unit: habits.unknownUnit };
    case 'item-unknown':
      return { item: habits.unknownItem };
    case 'order-unknown':
      return { order: habits.unknownOrder };
    case 'quantity-negative':
      return { quantity: `-${event.quantity}` };
    case 'decimal-comma':
      return { quantity: `${event.quantity.split('.')[0]},5` };
    case 'number-nan':
      return { quantity: 'NaN' };
    case 'padding':
      return { item: habits.repad(event.item) };
    case 'late':
      return { at: now - (8 + (event.order.length % 12)) * day };
    case 'future':
      return { at: now + 2 * day };
    default:
      return {};
  }
}
