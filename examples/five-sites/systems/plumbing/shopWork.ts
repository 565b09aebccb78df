import { random } from '../world/prng.ts';

/** An order as a plant keeps it: its numbers, units and codes are the plant's own. */
export interface ShopOrder {
  number: string;
  item: string;
  quantity: number;
  unit: string;
  components: { line: string; item: string; quantity: number; unit: string }[];
  operations: string[];
}

export interface ShopEvent {
  kind: 'confirmation' | 'movement' | 'hold';
  order: string;
  item: string;
  /** Good quantity of a confirmation. */
  quantity: string;
  scrap: string;
  unit: string;
  operation: string;
  phase: 'start' | 'progress' | 'final';
  reason?: 'material' | 'machine' | 'operator';
  type: 'issue' | 'receipt' | 'scrap';
  line: string;
  place: 'material' | 'finished';
  action: 'hold' | 'release';
}

type Step =
  | { do: 'start' | 'progress' | 'final'; operation: string; last: boolean }
  | { do: 'issue' | 'hold' | 'release' };

/** The events of one step of work on an order, always the same ones; `more` while steps are left. */
export function workOn(order: ShopOrder, step: number): { events: ShopEvent[]; more: boolean } {
  const steps = stepsOf(order);
  const current = steps[step];
  return { events: current === undefined ? [] : eventsOf(order, current), more: step + 1 < steps.length };
}

function stepsOf(order: ShopOrder): Step[] {
  const operations = order.operations.length > 0 ? order.operations : ['0010'];
  const steps: Step[] = operations.flatMap((operation, index) => {
    const last = index === operations.length - 1;
    const progress: Step[] = last && order.quantity >= 10 ? [{ do: 'progress', operation, last }] : [];
    const issue: Step[] = index === 0 ? [{ do: 'issue' }] : [];
    return [{ do: 'start', operation, last }, ...issue, ...progress, { do: 'final', operation, last }];
  });
  if (random('hold', order.number).chance(0.05)) steps.push({ do: 'hold' }, { do: 'release' });
  return steps;
}

function eventsOf(order: ShopOrder, step: Step): ShopEvent[] {
  const { scrap, reason } = lossOf(order);
  const half = order.quantity >= 10 ? Math.floor(order.quantity / 2) : 0;
  const loss = scrap > 0 ? { scrap: text(scrap), reason } : {};
  const base = { ...blank, order: order.number, item: order.item, unit: order.unit };
  switch (step.do) {
    case 'start':
      return [{ ...base, kind: 'confirmation', phase: 'start', operation: step.operation }];
    case 'progress':
      return [
        {
          ...{ ...base, kind: 'confirmation', phase: 'progress', operation: step.operation },
          ...{ quantity: text(half), ...loss },
        },
      ];
    case 'issue':
      return order.components.map((part) => ({
        ...base,
        kind: 'movement',
        type: 'issue',
        item: part.item,
        quantity: text(part.quantity),
        unit: part.unit,
        line: part.line,
      }));
    case 'final': {
      if (!step.last)
        return [
          {
            ...base,
            kind: 'confirmation',
            phase: 'final',
            operation: step.operation,
            quantity: text(order.quantity),
          },
        ];
      const good = order.quantity - scrap;
      return [
        { ...base, kind: 'movement', type: 'receipt', place: 'finished', quantity: text(good) },
        {
          ...base,
          kind: 'confirmation',
          phase: 'final',
          operation: step.operation,
          quantity: text(good - half),
          ...(half === 0 && loss),
        },
      ];
    }
    default:
      return [{ ...base, kind: 'hold', action: step.do, quantity: text(order.quantity), place: 'finished' }];
  }
}

function lossOf(order: ShopOrder): { scrap: number; reason: NonNullable<ShopEvent['reason']> } {
  const r = random('scrap', order.number);
  const scrap = order.quantity >= 4 && r.chance(0.15) ? 1 : 0;
  return { scrap, reason: r.pick(['material', 'machine', 'operator']) };
}

const blank: Omit<ShopEvent, 'order' | 'item' | 'unit' | 'kind'> = {
  quantity: '0',
  scrap: '0',
  operation: '',
  phase: 'start',
  type: 'issue',
  line: '',
  place: 'material',
  action: 'hold',
};

function text(quantity: number): string {
  return String(Math.round(quantity * 1000) / 1000);
}
