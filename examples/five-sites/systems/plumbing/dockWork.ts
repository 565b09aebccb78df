import { random } from '../world/prng.ts';

/** A delivery as a warehouse keeps it, in its own numbers, units and codes. */
export interface DockOrder {
  delivery: string;
  customer: string;
  salesOrder: string;
  lines: { line: string; item: string; quantity: number; unit: string }[];
}

export interface DockMovement {
  kind: 'movement';
  type: 'pick' | 'ship' | 'count';
  delivery: string;
  line: string;
  item: string;
  quantity: number;
  unit: string;
}
export interface DockMilestone {
  kind: 'milestone';
  code: 'packed' | 'loaded' | 'departed' | 'delivered';
  delivery: string;
  salesOrder: string;
  /** Serial part of the SSCC. */
  unit: number;
  kilos: number;
  carrier: string;
}
export type DockEvent = DockMovement | DockMilestone;

const steps = ['pick', 'packed', 'ship', 'delivered'] as const;

/** The events of one step of a delivery through the warehouse, always the same ones. */
export function dockOn(order: DockOrder, step: number): { events: DockEvent[]; more: boolean } {
  const current = steps[step];
  const r = random('dock', order.delivery);
  const facts = {
    unit: r.int(1, 9_999_999),
    kilos: r.int(50, 9000) / 10,
    carrier: r.pick(['DSV', 'DHL', 'XPO']),
  };
  const milestone = (code: DockMilestone['code']): DockMilestone => ({
    ...{ kind: 'milestone', code, delivery: order.delivery, salesOrder: order.salesOrder },
    ...facts,
  });
  const movements = (type: 'pick' | 'ship') =>
    order.lines.map((line): DockMovement => ({ kind: 'movement', type, delivery: order.delivery, ...line }));
  const events: Record<(typeof steps)[number], () => DockEvent[]> = {
    pick: () => movements('pick'),
    packed: () => [milestone('packed')],
    ship: () => [...movements('ship'), milestone('loaded'), milestone('departed')],
    delivered: () => [milestone('delivered')],
  };
  return { events: current === undefined ? [] : events[current](), more: step + 1 < steps.length };
}
