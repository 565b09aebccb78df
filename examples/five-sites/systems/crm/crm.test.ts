import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunningSystem } from '../plumbing/system.ts';
import { openPushTarget } from '../pushTarget.ts';
import { eventually, testOptions } from '../testing.ts';
import { crmAccount, crmSku } from '../world/keys.ts';
import { planOrder } from '../world/orders.ts';
import { makeWorld } from '../world/world.ts';
import { start } from './start.ts';

let options: Awaited<ReturnType<typeof testOptions>>;
let target: Awaited<ReturnType<typeof openPushTarget>>;
let crm: RunningSystem;
beforeEach(async () => {
  target = await openPushTarget();
  options = await testOptions({ hub: target.url, rate: 400 });
  crm = await start(options);
});
afterEach(async () => {
  await crm.stop();
  await target.close();
  await options.clean();
});

// biome-ignore lint/suspicious/noExplicitAny: what a test reads from JSON it also checks
type Answer = { status: number; body: any };

async function call(method: string, path: string, body?: unknown, more = {}): Promise<Answer> {
  const headers = { authorization: `Bearer ${crm.addresses['CRM_TOKEN']}`, ...more };
  const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
  const response = await fetch(crm.addresses['CRM_URL'] + path, init);
  return { status: response.status, body: await response.json() };
}

test('tells each order by a signed webhook, the same orders for the same seed', async () => {
  await eventually(() => target.pushed.length >= 10);
  const bodies = target.pushed.map(({ body, headers }) => {
    const mark = createHmac('sha256', crm.addresses['CRM_WEBHOOK_SECRET']!).update(body).digest('hex');
    expect(headers['x-crm-signature']).toBe(`sha256=${mark}`);
    return JSON.parse(body);
  });
  const created = bodies.filter((body) => body.event === 'order.created');
  const world = makeWorld(1);
  for (const [index, { order }] of created.entries()) {
    const plan = planOrder(world, index + 1);
    expect([order.account_id, order.customer_ref, order.lines[0].sku]).toEqual([
      plan.account,
      plan.customerRef,
      plan.lines[0]!.sku,
    ]);
  }
  expect((await call('GET', `/orders/${created[0].order.id}`)).body.number).toBe(created[0].order.number);
});

test('lists accounts page by page', async () => {
  const first = (await call('GET', '/accounts?limit=200')).body;
  const second = (await call('GET', `/accounts?limit=200&page_token=${first.next_page_token}`)).body;
  expect(new Set([...first.data, ...second.data].map((account) => account.id)).size).toBe(300);
  expect(second.next_page_token).toBeNull();
  expect((await call('GET', '/products?limit=500')).body.data).toHaveLength(280);
});

test('takes stock and milestones once, and refuses what it does not know', async () => {
  await eventually(() => target.pushed.length > 0);
  const { order } = JSON.parse(target.pushed[0]!.body);
  const milestone = {
    id: 'm1',
    order_number: order.number,
    shipment: '8000001',
    milestone: 'delivered',
    at: '2026-03-01T08:00:00Z',
    site: 'columbus',
  };
  expect((await call('POST', '/shipment-milestones', milestone)).body).toEqual({ accepted: 1, known: 0 });
  expect((await call('POST', '/shipment-milestones', [milestone])).body).toEqual({ accepted: 0, known: 1 });
  expect((await call('GET', `/shipment-milestones?order_id=${order.id}`)).body.data).toHaveLength(1);
  const level = {
    sku: order.lines[0].sku,
    site: 'columbus',
    available: '7',
    unit: 'pcs',
    as_of: '2026-03-01T08:00:00Z',
  };
  expect((await call('POST', '/stock-levels', [level, { ...level, sku: 'NF-0' }])).body).toMatchObject({
    error: 'validation_failed',
    field: 'sku',
  });
  expect((await call('POST', '/stock-levels', [level])).status).toBe(200);
  expect((await call('POST', '/stock-levels', { ...level, as_of: '2026-02-01T08:00:00Z' })).body.known).toBe(
    1,
  );
});

test('is told how far the parts of an order are, and all of them together', async () => {
  await eventually(() => target.pushed.length > 0);
  const { order } = JSON.parse(target.pushed[0]!.body);
  const part = { state: 'shipped', erp_number: '5000051', site: 'columbus' };
  expect((await call('PUT', `/orders/${order.id}/parts/${order.number}.1`, part)).status).toBe(200);
  expect((await call('PUT', '/orders/ord_0/parts/SO-0', part)).status).toBe(404);
  expect((await call('GET', `/parts?order_id=${order.id}`)).body.data).toEqual([
    { ...part, order_id: order.id, number: `${order.number}.1` },
  ]);
  await call('PATCH', `/orders/${order.id}`, { fulfilment: 'partially_shipped', shipments: ['8000201'] });
  expect((await call('GET', `/orders/${order.id}`)).body).toMatchObject({
    fulfilment: 'partially_shipped',
    shipments: ['8000201'],
  });
});

test('is told what is owed for an order, and that it was paid', async () => {
  await eventually(() => target.pushed.length > 0);
  const { order } = JSON.parse(target.pushed[0]!.body);
  const invoice = { order_id: order.id, amount: '88.14', currency: 'EUR', status: 'open' };
  expect((await call('PUT', '/invoices/90000001', invoice)).status).toBe(200);
  expect((await call('PUT', '/invoices/90000001', { ...invoice, status: 'paid' })).status).toBe(200);
  expect((await call('GET', `/invoices?order_id=${order.id}`)).body.data).toEqual([
    { ...invoice, number: '90000001', status: 'paid' },
  ]);
  expect((await call('PUT', '/invoices/90000002', { ...invoice, order_id: 'ord_0' })).body.field).toBe(
    'order_id',
  );
});

test('takes an order that is entered by hand, and takes it back', async () => {
  const lines = [{ line: 1, sku: crmSku(3), quantity: 2, unit: 'pcs', unit_price: '10.00' }];
  const given = { company: 'us01', account_id: crmAccount(0), requested_on: '2026-12-24', lines };
  const { status, body: order } = await call('POST', '/orders', given);
  expect([status, order.status]).toEqual([201, 'won']);
  expect((await call('POST', '/orders', { ...given, account_id: 'acc_0' })).body.field).toBe('account_id');
  await call('POST', `/orders/${order.id}/cancel`, {});
  const told = () =>
    target.pushed.map(({ body }) => JSON.parse(body)).filter((its) => its.order.id === order.id);
  await eventually(() => told().length === 2);
  expect(told().map(({ event, order: its }) => [event, its.status])).toEqual([
    ['order.created', 'won'],
    ['order.cancelled', 'cancelled'],
  ]);
});

test('needs its token', async () => {
  expect((await fetch(`${crm.addresses['CRM_URL']}/accounts`)).status).toBe(401);
});
