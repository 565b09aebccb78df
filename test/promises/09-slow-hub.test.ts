import { afterEach, describe, expect, test } from 'vitest';
import {
  connectTo as connectToBroker,
  type TestBroker,
  testBroker,
  withoutMosquitto,
} from '../../src/connectors/mqtt/mosquitto.testing.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { connectTo } from '../privatePostgres.ts';
import { type HubProcess, startHubProcess, until } from '../process.ts';
import { mqttStops, pushToHttp } from './landscapes.ts';

let database: TestDatabase;
let hub: HubProcess;
let broker: TestBroker | undefined;
let held: Awaited<ReturnType<typeof connectTo>> | undefined;
afterEach(async () => {
  await held?.end();
  held = undefined;
  await hub?.kill();
  await broker?.remove();
  broker = undefined;
  await database?.drop();
});

test('9. a hub that is behind tells those who push to come again, with 503 and Retry-After, and keeps no more than its queue', async () => {
  database = await testDatabase();
  hub = await startHubProcess(await pushToHttp('http://127.0.0.1:9', 20), database.url);
  await holdLedger();
  const knock = (n: number) =>
    fetch(`${hub.url}/in/mes/stops`, {
      method: 'POST',
      headers: { 'x-key': 'promise' },
      body: JSON.stringify({ id: String(n), machine: 'M1', at: '2026-01-01T00:00:00Z' }),
    });
  const answers: { status: number; retryAfter: string | null }[] = [];
  const all = Array.from({ length: 60 }, (_, n) => n);
  const knocking = all.map(async (n) => {
    const { status, headers } = await knock(n);
    answers.push({ status, retryAfter: headers.get('retry-after') });
    return status;
  });
  // One batch is at the ledger's door; behind it the queue fills, and the rest is sent away.
  await until(async () => answers.length >= 60 - 20 - 20);
  expect(answers.every(({ status, retryAfter }) => status === 503 && Number(retryAfter) > 0)).toBe(true);
  expect(await count()).toBe(0);

  await held!.query('rollback');
  const statuses = await Promise.all(knocking);
  expect(await count()).toBe(statuses.filter((status) => status === 202).length);
  const sentAway = all.filter((n) => statuses[n] === 503);
  for (const n of sentAway) expect((await knock(n)).status).toBe(202);
  expect(await count()).toBe(60);
});

describe.skipIf(withoutMosquitto)(withoutMosquitto ?? 'with Mosquitto', () => {
  test('9. a hub that is behind leaves what is published at the broker: killed, it gets all of it again, once', async () => {
    database = await testDatabase();
    broker = await testBroker(['max_queued_messages 0', 'max_inflight_messages 0']);
    hub = await startHubProcess(await mqttStops(broker.url), database.url);
    const publisher = await connectToBroker(broker.url);
    await holdLedger();
    const all = Array.from({ length: 3000 }, (_, n) => String(n));
    const published = all.map((id) =>
      publisher.publishAsync(
        'stops',
        JSON.stringify({ id, machine: `M${id}`, at: '2026-01-01T00:00:00Z', note: 'x'.repeat(500) }),
        { qos: 1 },
      ),
    );
    await Promise.all(published);
    expect(await hub.megabytes()).toBeLessThan(400);

    await hub.kill();
    await held!.query('rollback');
    // What the database had in hand of the killed hub may have come through: it comes again, and counts once.
    expect(await count()).toBeLessThan(all.length);
    await hub.start();
    await until(async () => (await count()) === all.length);
    publisher.end(true);
  });
});

/** Nothing becomes durable until it is rolled back. */
async function holdLedger(): Promise<void> {
  held = await connectTo(database.url);
  await held.query('begin; select position from ledger_head for update');
}

async function count(): Promise<number> {
  const { rows } = await database.pool.query('select count(*) from ledger');
  return rows[0].count;
}
