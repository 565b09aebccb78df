import type { Count } from './counts.ts';
import { dirtOf } from './dirt.ts';
import { type DockEvent, type DockOrder, dockOn } from './dockWork.ts';
import type { Kit } from './kit.ts';
import type { Change } from './store.ts';

export type DockDirt =
  | 'unit-unknown'
  | 'item-unknown'
  | 'delivery-unknown'
  | 'date-zero'
  | 'padding'
  | 'duplicate'
  | 'late'
  | 'future'
  | 'truncated';

export type DockTold = DockEvent & { n: number; at: number; entered: number; dirt?: DockDirt };

export interface DockHabits {
  reasons: DockDirt[];
  unknownItem: string;
  unknownDelivery: string;
  repad(item: string): string;
}

export interface Dock {
  take(order: DockOrder, action: 'ship' | 'cancel'): 'created' | 'updated' | 'begun' | 'unknown';
  /** A count that found more or less than the books say. */
  tell(events: DockEvent[]): void;
}

interface DockEntry {
  order: DockOrder;
  state: 'open' | 'done' | 'cancelled';
  step: number;
  dueAt: number;
}

const day = 86_400_000;
/** Steps from a delivery's coming to its being picked: until then it may be cancelled. */
const stepsUntilPicked = 8;
const harmless = new Set<DockDirt>(['padding', 'duplicate', 'late']);

/** The floor of a warehouse: picks, packs, ships what it was told to, and tells of it. */
export function openDock(kit: Kit, habits: DockHabits, encode: (told: DockTold[]) => Change[]): Dock {
  const orders = kit.store.collection<DockEntry>('orders');
  const open = new Set(
    [...orders.values()].filter((entry) => entry.state === 'open').map((entry) => entry.order.delivery),
  );
  const put = (entry: DockEntry): Change => ({ in: 'orders', key: entry.order.delivery, value: entry });
  const write = (events: DockEvent[], more: Change[]) => {
    const { told, changes } = tellDock(kit, events, habits);
    kit.write([...more, ...changes, ...encode(told), ...notesOf(kit, told)], told.map(countOf));
  };
  kit.every(50, () => {
    if (kit.weather.cut) return;
    for (const delivery of open) {
      const entry = orders.get(delivery)!;
      if (entry.dueAt > Date.now()) continue;
      const { events, more } = dockOn(entry.order, entry.step);
      write(events, [
        put({
          ...entry,
          step: entry.step + 1,
          state: more ? 'open' : 'done',
          dueAt: Date.now() + kit.options.pace,
        }),
      ]);
      if (!more) open.delete(delivery);
    }
  });
  return {
    tell: (events) => write(events, []),
    take(order, action) {
      const known = orders.get(order.delivery);
      const took = (outcome: 'accepted' | 'repeated' | 'rejected') =>
        kit.journal.note({ took: 'deliveries', id: order.delivery, state: action, outcome });
      if (known !== undefined && known.step > 0) {
        const same = action === 'ship' && sameLines(known.order, order);
        kit.write(took(same ? 'repeated' : 'rejected'));
        return same ? 'updated' : 'begun';
      }
      if (action === 'cancel' && known === undefined) {
        kit.write(took('rejected'));
        return 'unknown';
      }
      const state = action === 'ship' ? 'open' : 'cancelled';
      kit.write([
        put({ order, state, step: 0, dueAt: Date.now() + stepsUntilPicked * kit.options.pace }),
        ...took(known === undefined ? 'accepted' : 'repeated'),
      ]);
      if (state === 'open') open.add(order.delivery);
      else open.delete(order.delivery);
      return known === undefined ? 'created' : 'updated';
    },
  };
}

function sameLines(a: DockOrder, b: DockOrder): boolean {
  return JSON.stringify(a.lines) === JSON.stringify(b.lines);
}

/** Movements are kept in order by item, milestones by delivery. */
function notesOf(kit: Kit, told: DockTold[]): Change[] {
  return told.flatMap((event) =>
    kit.journal.note({
      told: `${event.kind}s`,
      id: String(event.n),
      key: event.kind === 'movement' ? event.item : event.delivery,
      ...(event.dirt !== undefined && { dirt: event.dirt }),
    }),
  );
}

function countOf(told: DockTold): Count {
  const emitted = `${told.kind}s`;
  return told.dirt === undefined ? { emitted } : { emitted, dirt: told.dirt };
}

/** Numbers events and gets about as many wrong as the weather says; a mistyped one is followed by the right one. */
function tellDock(
  kit: Kit,
  events: DockEvent[],
  habits: DockHabits,
): { told: DockTold[]; changes: Change[] } {
  const told: DockTold[] = [];
  const numbers = new Map<string, Change>();
  const now = Date.now();
  const add = (event: DockEvent, more: Partial<DockTold>) => {
    const n = ((numbers.get(event.kind)?.value as number) ?? kit.number(event.kind).value - 1) + 1;
    numbers.set(event.kind, { in: 'numbers', key: event.kind, value: n });
    told.push({ ...event, n, at: now, entered: now, ...more } as DockTold);
  };
  for (const event of events) {
    const name =
      event.kind === 'milestone' ? event.code : `${event.type}${event.line || kit.number('movement').value}`;
    const fitting = habits.reasons.filter((reason) => fits(event, reason));
    const dirt = dirtOf(kit, `${event.delivery}~${event.kind}~${name}`, fitting);
    if (dirt !== undefined) add(event, { ...spoilt(event, dirt, now, habits), dirt });
    if (dirt === undefined || !harmless.has(dirt)) add(event, {});
  }
  return { told, changes: [...numbers.values()] };
}

function fits(event: DockEvent, reason: DockDirt): boolean {
  if (reason === 'delivery-unknown') return event.kind === 'milestone';
  return event.kind === 'movement' || !['unit-unknown', 'item-unknown', 'padding'].includes(reason);
}

function spoilt(event: DockEvent, dirt: DockDirt, now: number, habits: DockHabits): Partial<DockTold> {
  switch (dirt) {
    case 'unit-unknown':
      return { unit: 'QQ' };
    case 'item-unknown':
      return { item: habits.unknownItem };
    case 'delivery-unknown':
      return { delivery: habits.unknownDelivery };
    case 'padding':
      return event.kind === 'movement' ? { item: habits.repad(event.item) } : {};
    case 'late':
      return { at: now - 9 * day };
    case 'future':
      return { at: now + 2 * day };
    default:
      return {};
  }
}
