import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/process.ts';
import { type TestServer, testServer } from '../server.testing.ts';

let hub: TestServer;
beforeAll(async () => {
  const folder = await temporaryFolder('pages');
  await mkdir(path.join(folder, 'assets'));
  await writeFile(path.join(folder, 'index.html'), '<meta name="csp-nonce" content="__NONCE__">');
  await writeFile(path.join(folder, 'secret.txt'), 'no');
  await writeFile(path.join(folder, 'assets', 'app-1a2b.js'), 'plain');
  await writeFile(path.join(folder, 'assets', 'app-1a2b.js.gz'), gzipSync('packed'));
  hub = await testServer({ console: folder });
});
afterAll(() => hub.close());

const SIGNED_IN = `lineshaft=${'s'.repeat(43)}`;

const open = (url: string, headers: Record<string, string> = { accept: 'text/html,*/*' }) =>
  hub.app.inject({ url, headers });

describe('the console’s pages', () => {
  test('every address that a browser opens gives the page, under a policy that lets nothing inline but by its nonce', async () => {
    for (const url of ['/', '/sites/detroit', '/trace/SO-1?x=1']) {
      const answer = await open(url);
      const nonce = /content="([\w-]{22})"/.exec(answer.body)![1];
      const policy = String(answer.headers['content-security-policy']);
      expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
      expect(answer.headers['cache-control']).toBe('no-store');
    }
    expect((await open('/')).body).not.toBe((await open('/')).body);
  });

  test('with the page comes what it asks for first, to who is signed in', async () => {
    const told = async (url: string, cookie: string) =>
      (await open(url, { accept: 'text/html', cookie })).headers['link'];
    expect(await told('/', SIGNED_IN)).toBe(
      '</console/v1/session>; rel=preload; as=fetch; crossorigin, </operations/v1/sites>; rel=preload; as=fetch; crossorigin',
    );
    expect(await told('/trace?key=1', SIGNED_IN)).toBe(
      '</console/v1/session>; rel=preload; as=fetch; crossorigin',
    );
    expect(await told('/', 'other=some')).toBeUndefined();
  });

  test('what is not opened by a browser and is not there is told as a problem', async () => {
    const answer = await open('/operations/v1/nothing', {});
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'not-found']);
  });

  test('files go out packed to those who take it, and are kept for ever', async () => {
    const plain = await open('/assets/app-1a2b.js', {});
    expect([plain.body, plain.headers['content-encoding']]).toEqual(['plain', undefined]);
    const packed = await open('/assets/app-1a2b.js', { 'accept-encoding': 'br, gzip' });
    expect(packed.headers).toMatchObject({
      'content-encoding': 'gzip',
      'cache-control': expect.stringContaining('immutable'),
      'content-type': 'text/javascript; charset=utf-8',
      'x-content-type-options': 'nosniff',
    });
    expect(gunzipSync(packed.rawPayload).toString()).toBe('packed');
  });

  test('nothing outside of the built files is served', async () => {
    for (const name of ['..%2fsecret.txt', '..%2f..%2fpackage.js', 'app-9.js', '.hidden.js']) {
      const answer = await open(`/assets/${name}`, {});
      expect(answer.statusCode).toBe(404);
      expect(answer.headers['cache-control']).toBeUndefined();
    }
  });

  test('a console that could not be built says so, and how to build it', async () => {
    const other = await testServer();
    const answer = await other.app.inject({ url: '/', headers: { accept: 'text/html' } });
    expect(answer.statusCode).toBe(503);
    expect(answer.body).toContain('npm run console');
    await other.close();
  });
});
