import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestServer, testServer } from '../server.testing.ts';

const asked: string[] = [];
const door = createServer((request, response) => {
  asked.push(`${request.method} ${request.url}`);
  response.writeHead(request.url!.includes('slow') ? 409 : 200).end();
});
let hub: TestServer;

beforeAll(async () => {
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const { port } = door.address() as AddressInfo;
  hub = await testServer({ simulated: { 'na-erp': `http://127.0.0.1:${port}` } });
});
afterAll(async () => {
  await hub.close();
  door.close();
});

test('a simulated system is told what is to go wrong with it, and one that is not simulated never', async () => {
  expect((await hub.ask('GET', '/console/v1/simulated')).body).toEqual({ systems: ['na-erp'] });
  const dirty = { fault: 'dirty', amount: 30 };
  expect(await hub.ask('POST', '/console/v1/simulated/na-erp', dirty)).toEqual({ status: 200, body: dirty });
  expect(asked).toEqual(['POST /faults/dirty?percent=30']);
  expect((await hub.ask('POST', '/console/v1/simulated/mes', { fault: 'cut' })).status).toBe(404);
  expect((await hub.ask('POST', '/console/v1/simulated/na-erp', { fault: 'explode' })).status).toBe(400);
});

test('what a system cannot do is said', async () => {
  const { body } = await hub.ask('POST', '/console/v1/simulated/na-erp', { fault: 'slow', amount: 10 });
  expect(body).toMatchObject({ code: 'request-invalid', advice: 'Choose another system, or cut it off.' });
});
