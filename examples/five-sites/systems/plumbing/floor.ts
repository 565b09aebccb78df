import type { Count } from './counts.ts';
import type { Note } from './journal.ts';
import type { Kit } from './kit.ts';
import { type ShopOrder, workOn } from './shopWork.ts';
import type { Change } from './store.ts';
import { type Habits, type Told, tellAll } from './told.ts';

export type OrderState = 'planned' | 'released' | 'cancelled' | 'done';
export interface FloorOrder {
  order: ShopOrder;
  state: OrderState;
  step: number;
  dueAt: number;
}

export interface Floor {
  /** Takes an order in, or its change while no work began; afterwards only what changes nothing is taken. */
  take(order: ShopOrder, state: 'planned' | 'released' | 'cancelled'): 'created' | 'updated' | 'begun';
  orders: ReadonlyMap<string, FloorOrder>;
}

/** The shop floor of a plant that keeps its own files: works on released orders, step by step, and tells of it. */
export function openFloor(kit: Kit, habits: Habits, tell: (told: Told[]) => Change[]): Floor {
  const orders = kit.store.collection<FloorOrder>('orders');
  const active = new Set(
    [...orders.values()].filter((entry) => entry.state === 'released').map((entry) => entry.order.number),
  );
  const put = (entry: FloorOrder): Change => ({ in: 'orders', key: entry.order.number, value: entry });
  const advance = (entry: FloorOrder) => {
    const { events, more } = workOn(entry.order, entry.step);
    const { told, changes } = tellAll(kit, events, habits);
    const next: FloorOrder = {
      ...entry,
      step: entry.step + 1,
      dueAt: Date.now() + kit.options.pace,
      state: more ? 'released' : 'done',
    };
    kit.write([put(next), ...changes, ...tell(told), ...notesOf(kit, told)], told.map(countOf));
    if (!more) active.delete(entry.order.number);
  };
  kit.every(50, () => {
    if (kit.weather.cut) return;
    for (const number of active) {
      const entry = orders.get(number)!;
      if (entry.dueAt <= Date.now()) advance(entry);
    }
  });
  return {
    orders,
    take(order, state) {
      const known = orders.get(order.number);
      const took = (outcome: 'accepted' | 'repeated' | 'rejected') =>
        kit.journal.note({ took: 'orders', id: order.number, state, outcome });
      if (known !== undefined && (known.step > 0 || known.state === 'done')) {
        const same = state !== 'cancelled' && known.order.quantity === order.quantity;
        kit.write(took(same ? 'repeated' : 'rejected'));
        return same ? 'updated' : 'begun';
      }
      kit.write([
        put({ order, state, step: 0, dueAt: Date.now() + kit.options.pace }),
        ...took(known === undefined ? 'accepted' : 'repeated'),
      ]);
      if (state === 'released') active.add(order.number);
      else active.delete(order.number);
      return known === undefined ? 'created' : 'updated';
    },
  };
}

function notesOf(kit: Kit, told: Told[]): Change[] {
  return told.flatMap((event) => kit.journal.note(noteOf(event, String(event.n))));
}

/** Movements are kept in order by item, all else by the order of the plant. */
export function noteOf(told: Told, id: string): Note {
  const key = told.kind === 'movement' ? told.item : told.order;
  return { told: `${told.kind}s`, id, key, ...(told.dirt !== undefined && { dirt: told.dirt }) };
}

export function countOf(told: Told): Count {
  const emitted = `${told.kind}s`;
  return told.dirt === undefined ? { emitted } : { emitted, dirt: told.dirt };
}
