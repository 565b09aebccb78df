import { createHmac } from 'node:crypto';
import type { Count } from '../plumbing/counts.ts';
import type { Fields } from '../plumbing/fields.ts';
import { openHttpDoor } from '../plumbing/httpDoor.ts';
import type { Note } from '../plumbing/journal.ts';
import { type Kit, openKit } from '../plumbing/kit.ts';
import { pushChange, sendOutbox, waitingPushes } from '../plumbing/push.ts';
import type { Change } from '../plumbing/store.ts';
import type { StartSystem } from '../plumbing/system.ts';
import { random } from '../world/prng.ts';
import { makeWorld, type World } from '../world/world.ts';
import { firstRecords, orderRecord } from './records.ts';
import { routes } from './routes.ts';

const token = 'crm-token';
const secret = 'crm-webhook-secret';
/** About so many messages follow from one order, all systems together. */
const messagesPerOrder = 20;
/** Nobody sells on while so many orders wait for a hub that is away. */
const outboxLimit = 5_000;

/** The CRM: REST, and a webhook for every order. */
export const start: StartSystem = async (options) => {
  const kit = openKit('crm', options);
  const world = makeWorld(options.seed);
  if (kit.store.collection('accounts').size === 0) seed(kit, world);
  const credit = { orders: 0, at: Date.now() };
  kit.every(50, () => {
    const now = Date.now();
    credit.orders = Math.min(
      credit.orders + ((now - credit.at) / 1000) * (kit.options.rate / messagesPerOrder),
      100,
    );
    credit.at = now;
    for (; credit.orders >= 1 && !kit.weather.cut && waitingPushes(kit) < outboxLimit; credit.orders--)
      sell(kit, world);
    changeMinds(kit);
  });
  sendOutbox(kit);
  const door = await openHttpDoor({
    port: kit.port,
    weather: kit.weather,
    perSecond: 500,
    guard: (request) =>
      request.headers['authorization'] === `Bearer ${token}`
        ? undefined
        : { status: 401, body: { error: 'unauthorized', message: 'token' } },
    routes: routes(kit),
  });
  kit.onStop(door.close);
  return kit.run({
    CRM_URL: `http://127.0.0.1:${door.port}/v1`,
    CRM_TOKEN: token,
    CRM_WEBHOOK_SECRET: secret,
  });
};

function seed(kit: Kit, world: World): void {
  const changes = firstRecords(world);
  kit.write(
    changes,
    changes.map((change): Count => ({ emitted: change.in })),
  );
}

/** A new order, and its webhook. */
export function sell(kit: Kit, world: World): void {
  const { value: n, change } = kit.number('orders');
  const { order, dirt } = orderRecord(kit, world, n);
  const later = random(world.seed, 'second-thoughts', n);
  const mind = later.chance(0.03) ? later.pick(['updated', 'updated', 'cancelled']) : undefined;
  const changes: Change[] = [
    change,
    { in: 'orders', key: String(order['id']), value: order },
    ...webhook(kit, 'order.created', order, dirt === 'duplicate'),
    ...kit.journal.note(noteOf(order, dirt)),
  ];
  if (mind !== undefined && dirt === undefined)
    changes.push({
      in: 'minds',
      key: String(order['id']),
      value: { mind, due: Date.now() + 4 * kit.options.pace },
    });
  kit.write(changes, [dirt === undefined ? { emitted: 'orders' } : { emitted: 'orders', dirt }]);
}

/** Some customers change their minds a little later. */
function changeMinds(kit: Kit): void {
  for (const [id, { mind, due }] of kit.store.collection<{ mind: string; due: number }>('minds')) {
    if (due > Date.now()) continue;
    const order = kit.store.collection<Fields>('orders').get(id)!;
    const at = new Date().toISOString();
    const given =
      mind === 'cancelled' ? { status: 'cancelled' } : { customer_ref: `${order['customer_ref']}-B` };
    const changed = { ...order, ...given, updated_at: at };
    kit.write(
      [
        { in: 'minds', key: id },
        { in: 'orders', key: id, value: changed },
        ...webhook(kit, `order.${mind}`, changed, false),
        ...kit.journal.note(noteOf(changed)),
      ],
      [{ emitted: 'order changes' }],
    );
  }
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
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'x-crm-event-id': id,
    'x-crm-event': event,
    'x-crm-timestamp': at,
    'x-crm-signature': `sha256=${signature}`,
  };
  return [change, pushChange({ id, path: '/in/crm/orders', headers, body, twice })];
}
