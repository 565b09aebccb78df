import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunningSystem } from '../plumbing/system.ts';
import { openPushTarget } from '../pushTarget.ts';
import { eventually, testOptions } from '../testing.ts';
import { start } from './start.ts';

let options: Awaited<ReturnType<typeof testOptions>>;
let target: Awaited<ReturnType<typeof openPushTarget>>;
let wms: RunningSystem;
beforeEach(async () => {
  target = await openPushTarget();
  options = await testOptions({ hub: target.url });
  wms = await start(options);
});
afterEach(async () => {
  await wms.stop();
  await target.close();
  await options.clean();
});

// biome-ignore lint/suspicious/noExplicitAny: what a test reads from JSON it also checks
async function call(method: string, path: string, body?: unknown): Promise<{ status: number; body: any }> {
  const init = {
    method,
    headers: { 'x-api-key': wms.addresses['WMS_ROTTERDAM_KEY']! },
    ...(body ? { body: JSON.stringify(body) } : {}),
  };
  const response = await fetch(wms.addresses['WMS_ROTTERDAM_URL'] + path, init);
  return { status: response.status, body: await response.json() };
}
const order = {
  customer: '1000001',
  salesOrder: '50000001',
  action: 'ship',
  lines: [{ line: '000010', sku: '70000001', qty: 4, uom: 'PCE' }],
};

test('ships an order and tells of it by signed webhooks, and to those who ask', async () => {
  expect((await call('PUT', '/outbound-orders/80000001', order)).status).toBe(201);
  await eventually(() => target.pushed.length === 5);
  for (const { body, headers } of target.pushed) {
    const secret = wms.addresses['WMS_ROTTERDAM_WEBHOOK_SECRET']!;
    expect(headers['x-wms-signature']).toBe(createHmac('sha256', secret).update(body).digest('base64'));
  }
  expect((await call('GET', '/movements')).body).toMatchObject({
    items: [
      { kind: 'PICK', qty: -4 },
      { kind: 'GI', qty: -4, delivery: '80000001' },
    ],
    next: 2,
  });
  expect((await call('GET', '/milestones?after=3')).body.items).toMatchObject([
    { id: 4, event: 'delivered', salesOrder: '50000001' },
  ]);
  expect((await call('PUT', '/outbound-orders/80000001', { ...order, action: 'cancel' })).status).toBe(409);
});

test('shows its stock page by page and refuses what it cannot ship', async () => {
  const first = await call('GET', '/stock?size=50');
  expect(first.body.items).toHaveLength(50);
  expect(first.body.pages).toBeGreaterThan(3);
  expect((await call('PUT', '/outbound-orders/1', { ...order, lines: [] })).status).toBe(422);
});
