import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { InterfaceStatus, SitesAnswer } from '../../src/api/operations/contract.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { type HubProcess, startHubProcess, until } from '../process.ts';
import { politeErp } from './politeErp.ts';
import { createSender } from './senders.ts';

interface Request {
  path: string;
  at: number;
}

/** An ERP on a real socket that keeps when it was asked and sent what; `/` asks only whether it is there. */
interface Erp {
  url: string;
  requests: Request[];
  answer: (path: string, response: ServerResponse) => void;
  stop(): Promise<void>;
}

let database: TestDatabase;
let erp: Erp;
let hubs: HubProcess[] = [];
afterEach(async () => {
  await Promise.all(hubs.map((hub) => hub.kill()));
  hubs = [];
  await erp?.stop();
  await database?.drop();
});

async function open(limits: string, count: number): Promise<void> {
  database = await testDatabase();
  erp = await startErp();
  const landscape = await politeErp({ url: erp.url, limits });
  for (let n = 0; n < count; n++) hubs.push(await startHubProcess(landscape, database.url));
}

test('8. what is asked and what is sent share what a second bears, in all hub processes, and nobody is left out', async () => {
  await open('{ perSecond: 10 }', 2);
  await createSender(`${hubs[0]!.url}/in/mes/stops`, 's', 60).run();
  await until(async () => asked('/stops').length >= 60 && asked('/repairs').length > 5);
  const [first, last] = [erp.requests[0]!.at, erp.requests.at(-1)!.at];
  // A tenth of a second's worth to catch up with, one for each process, and what is under way.
  expect(erp.requests.length).toBeLessThanOrEqual(((last - first) / 1000) * 10 + 5);
  for (const path of ['/breakdowns', '/repairs']) expect(asked(path).length).toBeGreaterThan(5);
  expect(new Set((await statuses()).map(({ state }) => state))).toEqual(new Set(['running']));
});

test('8. a day that is used up by questions holds them until midnight as it holds what is sent', async () => {
  await open('{ perDay: 30, quotaZone: Europe/Berlin }', 1);
  const reason = 'daily quota of 30 used up, goes on at 00:00 Europe/Berlin';
  await until(async () => (await statuses()).every(({ hold }) => hold?.reason === reason));
  expect(erp.requests).toHaveLength(30);
  for (const { state, hold, problem } of await statuses()) {
    expect({ state, problem, hold: hold!.state }).toEqual({
      state: 'held',
      problem: undefined,
      hold: 'held-throttle',
    });
    expect(Date.parse(hold!.until!)).toBeGreaterThan(Date.now());
  }
  expect(await heldMetrics()).toEqual(['erp/breakdowns', 'erp/repairs', 'erp/stops']);

  await hubs[0]!.kill();
  await hubs[0]!.start();
  await until(async () => (await statuses()).every(({ state }) => state === 'held'));
  expect(erp.requests).toHaveLength(30);

  await hubs[0]!.kill();
  await database.pool.query('update system_budget set day = day - 1');
  await hubs[0]!.start();
  await until(async () => erp.requests.length > 30);
});

test('8. a system that tells one question to wait is left alone by all interfaces and processes, and asked on when the time is over', async () => {
  await open('{}', 2);
  await until(async () => asked('/breakdowns').length > 0 && asked('/repairs').length > 0);
  let free = 0;
  let early = 0;
  erp.answer = (_path, response) => {
    if (free === 0) free = Date.now() + 3000;
    if (Date.now() < free) {
      early++;
      response.writeHead(429, { 'retry-after': '3' }).end();
    } else response.end('[]');
  };
  await until(async () => (await statuses()).every(({ hold }) => hold?.state === 'held-throttle'));
  for (const { state, problem, hold } of await statuses()) {
    expect(state).toBe('held');
    expect(problem).toBeUndefined();
    expect(hold!.reason).toBe('answered 429: retry after 3 s');
    expect(Date.parse(hold!.until!)).toBeLessThan(free + 2000);
  }
  await until(async () => Date.now() > free && erp.requests.at(-1)!.at > free);
  await until(async () => (await statuses()).every(({ state }) => state === 'running'));
  // The other interface may have been under way.
  expect(early).toBeLessThanOrEqual(2);
  for (const hub of hubs) expect(hub.output()).not.toMatch(/"level":[45]0/);
});

test.each([
  ['two hours', () => '7200', 7_200_000],
  ['the time three hours from now', () => new Date(Date.now() + 10_800_000).toUTCString(), 10_800_000],
])(
  '8. a system that asks to wait for %s is believed, until a person knows better',
  async (_words, retryAfter, ms) => {
    await open('{}', 1);
    erp.answer = (_path, response) => {
      response.writeHead(503, { 'retry-after': retryAfter() }).end();
    };
    await until(async () => (await statuses()).every(({ state }) => state === 'held'));
    const [held] = await statuses();
    expect(Math.abs(Date.parse(held!.hold!.until!) - Date.now() - ms)).toBeLessThan(60_000);
    const before = erp.requests.length;
    await hubs[0]!.kill();
    await hubs[0]!.start();
    await until(async () => (await statuses()).every(({ state }) => state === 'held'));
    expect(erp.requests.length).toBe(before);

    erp.answer = (_path, response) => response.end('[]');
    await hubs[0]!.ask('POST', '/systems/erp/circuit', { action: 'close', reason: 'a wrong header' });
    await until(async () => (await statuses()).every(({ state }) => state === 'running'));
  },
);

test('8. a system that only is asked is held by its circuit while it is away, and asked on when it is back', async () => {
  await open('{}', 1);
  await until(async () => asked('/repairs').length > 0);
  erp.answer = (_path, response) => void response.destroy();
  await until(async () => (await statuses()).every(({ hold }) => hold?.state === 'held-circuit'));
  const held = erp.requests.filter(({ path }) => path !== '/').length;
  for (const { problem, hold } of await statuses()) {
    expect(problem).toBeUndefined();
    expect(hold!.reason).toBe('cannot be reached (connection broken off)');
  }
  const probes = asked('/').length;
  await until(async () => asked('/').length > probes);
  // One question may find out by itself whether it is back.
  expect(erp.requests.filter(({ path }) => path !== '/').length).toBeLessThanOrEqual(held + 1);
  erp.answer = (_path, response) => response.end('[]');
  await until(async () => (await statuses()).every(({ state }) => state === 'running'));
});

function asked(path: string): Request[] {
  return erp.requests.filter((request) => request.path === path);
}

/** Of the interfaces of the ERP. */
async function statuses(): Promise<InterfaceStatus[]> {
  const { sites } = (await hubs[0]!.ask('GET', '/sites')) as SitesAnswer;
  const systems = sites.flatMap((site) => site.systems);
  return systems.find(({ code }) => code === 'erp')!.interfaces;
}

/** The interfaces that the metrics tell as held by a limit. */
async function heldMetrics(): Promise<string[]> {
  const text = await hubs[0]!.metrics();
  const held = text.matchAll(/^lineshaft_held\{.*interface="(.*?)".*state="held-throttle"\} 1$/gm);
  return [...held].map(([, id]) => id!).sort();
}

async function startErp(): Promise<Erp> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      const path = request.url!;
      started.requests.push({ path, at: Date.now() });
      started.answer(path, response);
    });
  });
  const started: Erp = {
    url: '',
    requests: [],
    answer: (_path, response) => response.end('[]'),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  started.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return started;
}
