import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFirstKey } from './access.ts';
import { type TestServer, testServer } from './server.testing.ts';

let hub: TestServer;
beforeAll(async () => {
  hub = await testServer();
});
afterAll(() => hub.close());

describe('the key', () => {
  test('everything but health asks for a key', async () => {
    for (const url of ['/operations/v1/sites', '/openapi.json', '/operations/v1/sites?history=true']) {
      for (const authorization of [
        undefined,
        'Bearer',
        'Bearer ls_wrong',
        `Bearer ls_${'A'.repeat(43)}`,
        hub.key,
      ]) {
        const answer = await hub.app.inject({ url, headers: authorization ? { authorization } : {} });
        expect([answer.statusCode, answer.headers['www-authenticate']]).toEqual([401, 'Bearer']);
        expect(answer.headers['content-type']).toContain('application/problem+json');
        expect(answer.json()).toMatchObject({ type: 'urn:lineshaft:problem:unauthorized', status: 401 });
      }
      expect((await hub.ask('GET', url)).status).toBe(200);
    }
    expect((await hub.app.inject('/healthz')).json()).toEqual({ status: 'up' });
  });

  test('the first key is told once', async () => {
    expect(hub.key).toMatch(/^ls_/);
    expect(await createFirstKey(hub.database.pool)).toBeUndefined();
  });

  test('a key is neither stored nor logged', async () => {
    await hub.app.inject({ url: '/operations/v1/no', headers: { authorization: `Bearer ${hub.key}` } });
    const { rows } = await hub.database.pool.query('select * from access_key');
    expect(JSON.stringify(rows)).not.toContain(hub.key);
    expect(hub.logged.join('')).not.toContain(hub.key);
  });
});

describe('problems', () => {
  test('what is not there, or asked wrongly, is answered as a problem with advice', async () => {
    expect(await hub.ask('GET', '/operations/v1/nothing')).toMatchObject({
      status: 404,
      body: { code: 'not-found', advice: expect.stringContaining('openapi') },
    });
    expect(await hub.ask('GET', '/operations/v1/course?sistem=erp')).toMatchObject({
      status: 400,
      body: { code: 'request-invalid', detail: expect.stringContaining('sistem') },
    });
  });
});

test('the OpenAPI document names every route but the doors', async () => {
  const { body } = await hub.ask('GET', '/openapi.json');
  expect(body.openapi).toBe('3.1.0');
  expect(Object.keys(body.paths)).toEqual(
    expect.arrayContaining([
      '/healthz',
      '/readyz',
      '/operations/v1/sites',
      '/process/v1/',
      '/process/v1/{process}/{about}/signal',
      '/process/v1/order-promising/promises',
    ]),
  );
  expect(Object.keys(body.paths).filter((path) => path.startsWith('/in/'))).toEqual([]);
});

test('every tag that a route of the OpenAPI document has is described there, and none that no route has', async () => {
  const { body } = await hub.ask('GET', '/openapi.json');
  const used = Object.values<Record<string, { tags: string[] }>>(body.paths).flatMap((path) =>
    Object.values(path).flatMap(({ tags }) => tags),
  );
  const described = body.tags.map(({ name }: { name: string }) => name).sort();
  expect(described).toEqual([...new Set(used)].sort());
});

test('the page on the operations API names every path of the OpenAPI document', async () => {
  const { body } = await hub.ask('GET', '/openapi.json');
  const page = await readFile(new URL('../../docs/operations-api.md', import.meta.url), 'utf8');
  expect(Object.keys(body.paths).filter((path) => !page.includes(path))).toEqual([]);
});
