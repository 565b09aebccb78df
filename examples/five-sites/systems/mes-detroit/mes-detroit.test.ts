import mqtt from 'mqtt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunningSystem } from '../plumbing/system.ts';
import { eventually, testOptions } from '../testing.ts';
import { start } from './start.ts';

let options: Awaited<ReturnType<typeof testOptions>>;
let mes: RunningSystem;
beforeEach(async () => {
  options = await testOptions();
  mes = await start(options);
});
afterEach(async () => {
  await mes.stop();
  await options.clean();
});

const order = {
  ...{ order: '1000001', part: '100007', qty: 24, uom: 'ea', due: '2026-03-04', status: 'released' },
  components: [{ line: 10, part: '100234', qty: 24, uom: 'ea' }],
  operations: [{ op: 10 }, { op: 20 }],
};
async function listen(heard: { topic: string; body: Record<string, unknown> }[]) {
  const client = await mqtt.connectAsync(mes.addresses['MES_DETROIT_URL']!, {
    clientId: 'test',
    clean: false,
  });
  client.on('message', (topic, payload) => void heard.push({ topic, body: JSON.parse(String(payload)) }));
  await client.subscribeAsync('northfield/detroit/mes/#', { qos: 1 });
  return client;
}

test('works on an order that was published to it and publishes what happened', async () => {
  const heard: { topic: string; body: Record<string, unknown> }[] = [];
  const client = await listen(heard);
  await client.publishAsync('northfield/detroit/erp/orders', JSON.stringify(order), { qos: 1 });
  await eventually(() => heard.length >= 7);
  await client.endAsync();
  expect(heard.map(({ body }) => body['event'] ?? body['type'])).toEqual([
    'START',
    'ISSUE',
    'COMPLETE',
    'START',
    'PARTIAL',
    'RECEIPT',
    'COMPLETE',
  ]);
  expect(heard[1]).toMatchObject({
    topic: 'northfield/detroit/mes/movements',
    body: { part: '100234', qty: 24, loc: 'RM01' },
  });
});

test('keeps over a restart what nobody has heard yet', async () => {
  const sender = await mqtt.connectAsync(mes.addresses['MES_DETROIT_URL']!);
  await sender.publishAsync('northfield/detroit/erp/orders', JSON.stringify(order), { qos: 1 });
  await sender.endAsync();
  await eventually(() => (mes.tally().emitted['confirmations']?.clean ?? 0) === 5);
  await mes.stop();
  mes = await start(options);
  const heard: { topic: string; body: Record<string, unknown> }[] = [];
  const client = await listen(heard);
  await eventually(() => heard.length >= 7);
  await client.endAsync();
  expect(new Set(heard.map(({ body }) => body['id'])).size).toBe(7);
});

test('counts what it cannot read', async () => {
  const sender = await mqtt.connectAsync(mes.addresses['MES_DETROIT_URL']!);
  await sender.publishAsync('northfield/detroit/erp/orders', '{"order"', { qos: 1 });
  await eventually(() => mes.tally().received['orders']?.rejected === 1);
  await sender.endAsync();
});
