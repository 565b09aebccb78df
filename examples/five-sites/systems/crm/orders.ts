import { createHmac } from 'node:crypto';
import { type Fields, listOf } from '../plumbing/fields.ts';
import type { Note } from '../plumbing/journal.ts';
import type { Kit } from '../plumbing/kit.ts';
import { pushChange } from '../plumbing/push.ts';
import type { Change } from '../plumbing/store.ts';
import { random } from '../world/prng.ts';
import type { World } from '../world/world.ts';
import { orderRecord, totalOf } from './records.ts';

export const webhookSecret = 'crm-webhook-secret';

/** An order of the simulated market, and its webhook. */
export function sell(kit: Kit, world: World): void {
  const { value: n, change } = kit.number('orders');
  const { order, dirt } = orderRecord(kit, world, n);
  const later = random(world.seed, 'second-thoughts', n);
  const mind = later.chance(0.06) ? later.pick(['updated', 'cancelled']) : undefined;
  const changes = [change, ...toldFirst(kit, order, dirt)];
  if (mind !== undefined && dirt === undefined)
    changes.push({
      in: 'minds',
      key: String(order['id']),
      value: { mind, due: Date.now() + 4 * kit.options.pace },
    });
  kit.write(changes, [dirt === undefined ? { emitted: 'orders' } : { emitted: 'orders', dirt }]);
}

/** An order that somebody enters by hand. */
export function enterOrder(kit: Kit, given: Fields): Fields {
  const { value: n, change } = kit.number('orders');
  const at = new Date();
  const order = {
    ...{ customer_ref: '', currency: 'USD', kind: 'standard', priority: 'normal', ship_from: 'columbus' },
    ...given,
    total: totalOf(listOf(given['lines'])),
    id: `ord_${String(n).padStart(8, '0')}`,
    number: `SO-${at.getUTCFullYear()}-${String(n).padStart(6, '0')}`,
    ordered_on: at.toISOString().slice(0, 10),
    status: 'won',
    created_at: at.toISOString(),
    updated_at: at.toISOString(),
    updated_by: 'by-hand',
  };
  kit.write([change, ...toldFirst(kit, order)], [{ emitted: 'orders' }]);
  return order;
}

function toldFirst(kit: Kit, order: Fields, dirt?: string): Change[] {
  return [
    { in: 'orders', key: String(order['id']), value: order },
    ...webhook(kit, 'order.created', order, dirt === 'duplicate'),
    ...kit.journal.note(noteOf(order, dirt)),
  ];
}

/** Some customers change their minds a little later. */
export function changeMinds(kit: Kit): void {
  for (const [id, { mind, due }] of kit.store.collection<{ mind: Mind; due: number }>('minds'))
    if (due <= Date.now()) changeOrder(kit, id, mind, [{ in: 'minds', key: id }]);
}

export type Mind = 'updated' | 'cancelled';

/** The customer takes the order back, or gives it another number. */
export function changeOrder(kit: Kit, id: string, mind: Mind, more: Change[] = []): Fields {
  const order = kit.store.collection<Fields>('orders').get(id)!;
  const given =
    mind === 'cancelled' ? { status: 'cancelled' } : { customer_ref: `${order['customer_ref']}-B` };
  const changed: Fields = { ...order, ...given, updated_at: new Date().toISOString() };
  kit.write(
    [
      ...more,
      { in: 'orders', key: id, value: changed },
      ...webhook(kit, `order.${mind}`, changed, false),
      ...kit.journal.note(noteOf(changed)),
    ],
    [{ emitted: 'order changes' }],
  );
  return changed;
}

function noteOf(order: Fields, dirt?: string): Note {
  const state = `${order['status']} ${order['customer_ref']}`;
  const id = String(order['number']);
  return { told: `orders of ${order['company']}`, id, state, ...(dirt !== undefined && { dirt }) };
}

function webhook(kit: Kit, event: string, order: Fields, twice: boolean): Change[] {
  const { value, change } = kit.number('events');
  const id = `evt_${String(value).padStart(9, '0')}`;
  const at = new Date().toISOString();
  const body = JSON.stringify({ event_id: id, event, occurred_at: at, order });
  const signature = createHmac('sha256', webhookSecret).update(body).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'x-crm-event-id': id,
    'x-crm-event': event,
    'x-crm-timestamp': at,
    'x-crm-signature': `sha256=${signature}`,
  };
  return [change, pushChange({ id, path: '/in/crm/orders', headers, body, twice })];
}
