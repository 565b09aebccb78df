import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Tally } from './plumbing/system.ts';
import { openPushTarget } from './pushTarget.ts';
import { startAll, systems } from './start.ts';
import { eventually, testOptions, testServer } from './testing.ts';

let server: Awaited<ReturnType<typeof testServer>>;
let target: Awaited<ReturnType<typeof openPushTarget>>;
beforeAll(async () => {
  server = await testServer();
  target = await openPushTarget();
});
afterAll(async () => {
  await target.close();
  await server.stop();
});

test('all eleven run in one process and say how to reach them', async () => {
  const options = await testOptions({ database: server.url, hub: target.url, rate: 100 });
  const northfield = await startAll(options);
  await eventually(() => target.pushed.length > 3);
  expect(northfield.systems.map((system) => system.name).sort()).toEqual(Object.keys(systems).sort());
  expect(Object.keys(northfield.env).sort()).toEqual(
    [
      ...[
        'CRM_TOKEN',
        'CRM_URL',
        'CRM_WEBHOOK_SECRET',
        'EU_ERP_PASSWORD',
        'EU_ERP_URL',
        'EU_ERP_USER',
        'MES_DETROIT_URL',
        'MES_GDANSK_URL',
      ],
      ...[
        'MES_MONTERREY_IN',
        'MES_MONTERREY_OUT',
        'MES_STUTTGART_KEY',
        'MES_STUTTGART_URL',
        'MES_TOLEDO_KEY',
        'MES_TOLEDO_URL',
        'NA_ERP_URL',
      ],
      ...[
        'PLANNING_KEY',
        'PLANNING_URL',
        'WMS_COLUMBUS_IN',
        'WMS_COLUMBUS_OUT',
        'WMS_ROTTERDAM_KEY',
        'WMS_ROTTERDAM_URL',
        'WMS_ROTTERDAM_WEBHOOK_SECRET',
      ],
    ].sort(),
  );
  expect(northfield.systems.map((system) => system.tally().errors.count)).toEqual(
    northfield.systems.map(() => 0),
  );
  await northfield.stop();
  await options.clean();
});

interface Alone {
  child: ChildProcess;
  control: string;
}

/** One system as a process of its own; its last line says where its control door is. */
async function startAlone(name: string, state: string): Promise<Alone> {
  const given = { state, hub: target.url, rate: '200', port: '0', 'control-port': '0' };
  const flags = Object.entries(given).flatMap(([flag, value]) => [`--${flag}`, value]);
  const child = spawn(process.execPath, [join(import.meta.dirname, 'start.ts'), name, ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout! })) {
    const control = /control (\S+)$/.exec(line)?.[1];
    if (control !== undefined) return { child, control };
  }
  throw new Error(`${name} ended before it was up`);
}
const ended = (child: ChildProcess) => new Promise((done) => child.once('exit', done));
const tallyOf = async (control: string) => (await (await fetch(`${control}/tally`)).json()) as Tally;

test('a system that is killed goes on where it was, and tells every order', async () => {
  const options = await testOptions();
  const first = await startAlone('crm', options.state);
  target.pushed.length = 0;
  await eventually(async () => target.pushed.length > 5);
  const before = await tallyOf(first.control);
  first.child.kill('SIGKILL');
  await ended(first.child);
  const second = await startAlone('crm', options.state);
  const after = await tallyOf(second.control);
  await eventually(() => target.pushed.length > 20);
  second.child.kill('SIGTERM');
  await ended(second.child);
  const total = (tally: Tally) =>
    tally.emitted['orders']!.clean + Object.values(tally.emitted['orders']!.dirty).reduce((a, b) => a + b, 0);
  expect(total(after)).toBeGreaterThanOrEqual(total(before));
  const numbers = target.pushed
    .map((push) => JSON.parse(push.body))
    .filter((body) => body.event === 'order.created');
  const told = new Set(numbers.map((body) => Number(body.order.id.slice(4))));
  expect([...told]).toEqual(Array.from(told, (_, index) => index + 1));
  await options.clean();
});
