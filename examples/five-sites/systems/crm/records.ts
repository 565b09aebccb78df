import { dirtOf } from '../plumbing/dirt.ts';
import type { Fields } from '../plumbing/fields.ts';
import type { Kit } from '../plumbing/kit.ts';
import type { Change } from '../plumbing/store.ts';
import { finishedCount } from '../world/items.ts';
import { crmAccount, crmSku } from '../world/keys.ts';
import { planOrder } from '../world/orders.ts';
import type { World } from '../world/world.ts';

const owners = ['anna.b', 'joe.k', 'li.w'];

/** Accounts and products, as of two hours ago. */
export function firstRecords(world: World): Change[] {
  let clock = Date.now() - 7_200_000;
  const stamp = () => new Date(clock++).toISOString();
  const accounts = world.customers.map((party) => ({
    id: crmAccount(party.index),
    name: party.name,
    stage: 'customer',
    vat: party.vat ?? null,
    duns: party.duns,
    street: party.street,
    city: party.city,
    postal_code: party.postalCode,
    region: party.region || null,
    country: party.country,
    currency: party.currency,
    owner: owners[party.index % 3],
    updated_at: stamp(),
    updated_by: owners[party.index % 3],
  }));
  const products = world.items.slice(0, finishedCount).map((item) => ({
    sku: crmSku(item.index),
    title: item.nameEn,
    gtin: item.gtin,
    sales_unit: 'pcs',
    kind: 'finished',
    active: true,
    updated_at: stamp(),
    updated_by: 'import',
  }));
  return [
    ...accounts.map((value) => ({ in: 'accounts', key: value.id, value })),
    ...products.map((value) => ({ in: 'products', key: value.sku, value })),
  ];
}

const dirts = ['unit-unknown', 'item-unknown', 'decimal-comma', 'date-zero', 'duplicate'] as const;
export type OrderDirt = (typeof dirts)[number];

/** The n-th order as the CRM keeps it, with what is wrong with it. */
export function orderRecord(kit: Kit, world: World, n: number): { order: Fields; dirt?: OrderDirt } {
  const plan = planOrder(world, n);
  const dirt = dirtOf(kit, `order~${n}`, dirts);
  const today = new Date();
  const dayAfter = (days: number) => new Date(today.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  const owner = owners[n % 3];
  const order = {
    id: `ord_${String(n).padStart(8, '0')}`,
    number: `SO-${today.getUTCFullYear()}-${String(n).padStart(6, '0')}`,
    company: plan.company,
    account_id: plan.account,
    customer_ref: plan.customerRef,
    ordered_on: dayAfter(0),
    requested_on: dirt === 'date-zero' ? '0000-00-00' : dayAfter(plan.daysUntilRequested),
    currency: plan.currency,
    status: 'won',
    kind: plan.kind,
    priority: plan.priority,
    ship_from: plan.shipFrom,
    total: totalOf(plan.lines.map(({ quantity, price }) => ({ quantity, unit_price: price }))),
    lines: plan.lines.map(({ line, sku, quantity, unit, price }) => ({
      line,
      sku: dirt === 'item-unknown' ? 'NF-999999' : sku,
      quantity: dirt === 'decimal-comma' ? `${quantity},5` : quantity,
      unit: dirt === 'unit-unknown' ? 'QQ' : unit,
      unit_price: price,
    })),
    created_at: today.toISOString(),
    updated_at: today.toISOString(),
    updated_by: owner,
  };
  return dirt === undefined ? { order } : { order, dirt };
}

/** What the lines of an order come to, to the cent. */
export function totalOf(lines: readonly Fields[]): string {
  const cents = lines.reduce((sum, line) => sum + Number(line['quantity']) * toCents(line['unit_price']), 0);
  return (cents / 100).toFixed(2);
}

const toCents = (price: unknown) => Math.round(Number(price) * 100);
