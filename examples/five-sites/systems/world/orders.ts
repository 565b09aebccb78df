import { crmAccount, crmSku } from './keys.ts';
import { random } from './prng.ts';
import type { World } from './world.ts';

export interface CrmOrderPlan {
  company: 'us01' | 'de01';
  account: string;
  customerRef: string;
  priority: 'normal' | 'high';
  kind: 'standard' | 'rush';
  daysUntilRequested: number;
  currency: string;
  shipFrom: 'columbus' | 'rotterdam';
  lines: { line: number; sku: string; quantity: number; unit: string; price: string }[];
}

/** The n-th order of this world's customers, the same for the same seed; only its dates depend on the day. */
export function planOrder(world: World, n: number): CrmOrderPlan {
  const r = random(world.seed, 'order', n);
  const side = r.chance(0.55) ? 'na' : 'eu';
  const customer = r.pick(world.customers.filter((party) => party.sides.includes(side)));
  const madeHere = world.boms.filter(
    (bom) => bom.side === side && world.items[bom.item]!.type === 'finishedGood',
  );
  const chosen = r.shuffle(madeHere).slice(0, r.pick([1, 1, 1, 2, 3]));
  const rush = r.chance(0.1);
  return {
    company: side === 'na' ? 'us01' : 'de01',
    account: crmAccount(customer.index),
    customerRef: `PO ${4500000 + n}`,
    priority: rush ? 'high' : 'normal',
    kind: rush ? 'rush' : 'standard',
    daysUntilRequested: r.int(7, 45),
    currency: side === 'na' ? 'USD' : 'EUR',
    shipFrom: side === 'na' ? 'columbus' : 'rotterdam',
    lines: chosen.map((bom, index) => ({
      line: index + 1,
      sku: crmSku(bom.item),
      quantity: r.chance(0.15) ? r.int(40, 160) : r.int(1, 24),
      unit: 'pcs',
      price: `${r.int(90, 4000)}.${r.pick(['00', '50', '90'])}`,
    })),
  };
}
