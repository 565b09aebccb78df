import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import type { Json, JsonObject } from '../../vocabulary/json.ts';
import { askAtOnce, silent } from '../conformanceHarness.ts';
import { DecodeFailure, type Source, type SourceBatch } from '../connector.ts';
import { httpConnector } from './index.ts';
import { type Answerer, json, startPeer } from './peer.testing.ts';

const date = 'Mon, 02 Mar 2026 10:00:00 GMT';
const at = '2026-03-02T10:00:00.000Z';

async function sourceOf(answer: Answerer, read: JsonObject, connection: JsonObject = {}, base = '') {
  const { peer, open } = await systemOf(answer, read, connection, base);
  return { peer, source: open() };
}

/** `open` makes the source, as the hub does again after each failure. */
async function systemOf(answer: Answerer, read: JsonObject, connection: JsonObject = {}, base = '') {
  const peer = await startPeer((request, response) => {
    response.setHeader('date', date);
    return answer(request, response);
  });
  const system = await httpConnector.open({
    system: 'erp',
    connection: { url: peer.url + base, ...connection },
    timeZone: 'UTC',
    log: silent,
  });
  onTestFinished(() => system.close());
  const context = {
    interface: 'erp/items',
    read: { path: '/items', key: ['id'], every: '1ms', ...read },
    folder: '.',
    state: '.',
    endpoints: { mount: () => expect.fail('a poll opens no door') },
    ask: askAtOnce,
    log: silent,
  };
  return { peer, open: () => system.source!(context) };
}

/** The first `count` batches from a cursor, each made durable, as plain data. */
async function read(source: Source, count: number, cursor: Json = null): Promise<SourceBatch[]> {
  const stop = new AbortController();
  const batches: SourceBatch[] = [];
  for await (const batch of source.batches(cursor, stop.signal)) {
    batches.push({ ...batch });
    await batch.acknowledge?.([]);
    if (batches.length === count) stop.abort();
  }
  return batches;
}

const idsIn = (batch: SourceBatch | undefined) =>
  batch?.messages.map((m) => (m.document as JsonObject)['id']);

test('OData V4: a relative nextLink is followed to the end, page by page, and only the end moves the watermark', async () => {
  const { peer, source } = await sourceOf(
    (request, response) =>
      request.path.includes('skiptoken')
        ? json(response, { value: [{ id: 3 }] })
        : json(response, { value: [{ id: 1 }, { id: 2 }], '@odata.nextLink': 'Items?$skiptoken=2' }),
    { path: '/Items', query: { $top: '10' }, paging: { nextLink: {} } },
    {},
    '/odata/v4/',
  );
  const batches = await read(source, 2);
  expect(batches.map(idsIn)).toEqual([[1, 2], [3]]);
  expect(batches.map((b) => b.watermark)).toEqual([undefined, at]);
  expect(peer.seen.slice(0, 2).map((r) => r.path)).toEqual([
    '/odata/v4/Items?%24top=10',
    '/odata/v4/Items?$skiptoken=2',
  ]);
  expect(peer.seen[0]!.headers).toMatchObject({ 'accept-language': 'en', accept: 'application/json' });
});

test('OData V2: d.results, an absolute __next and /Date()/ are understood', async () => {
  const { source } = await sourceOf(
    (request, response) => {
      const next = `http://${request.headers.host}/items?$skiptoken=x`;
      return request.path.includes('skiptoken')
        ? json(response, { d: { results: [{ id: 'B' }] } })
        : json(response, { d: { results: [{ id: 'A', at: '/Date(1772445600000+0060)/' }], __next: next } });
    },
    { paging: { nextLink: {} }, sourceTime: 'at' },
  );
  const batches = await read(source, 2);
  expect(batches.map(idsIn)).toEqual([['A'], ['B']]);
  expect(batches[0]!.messages[0]!.sourceTime).toBe('2026-03-02T10:00:00.000Z');
});

test.each([
  ['http://169.254.169.254/latest/meta-data'],
  ['//elsewhere.example/items'],
  ['file:///etc/passwd'],
  ['http://user:pw@127.0.0.1/items'],
])('a nextLink to %s is refused: the server cannot steer the hub elsewhere', async (link) => {
  const { peer, source } = await sourceOf(
    (_r, response) => json(response, { value: [{ id: 1 }], '@odata.nextLink': link }),
    { paging: { nextLink: {} } },
  );
  await expect(read(source, 2)).rejects.toMatchObject({ problem: { code: 'document-hostile' } });
  expect(peer.seen).toHaveLength(1);
});

test('a redirect within the host is followed, one to another host is not, nor one in a circle', async () => {
  const targets: Record<string, string> = {
    '/items': '/moved',
    '/out': 'http://169.254.169.254/',
    '/loop': '/loop',
  };
  const answer: Answerer = (request, response) => {
    const location = targets[request.path];
    return location ? response.writeHead(302, { location }).end() : json(response, [{ id: 1 }]);
  };
  expect(idsIn((await read((await sourceOf(answer, {})).source, 1))[0])).toEqual([1]);
  for (const path of ['/out', '/loop']) {
    const { source } = await sourceOf(answer, { path });
    await expect(read(source, 1)).rejects.toThrow('redirects');
  }
});

test('304 moves the watermark and nothing else', async () => {
  const { source } = await sourceOf(
    (request, response) =>
      request.headers['if-none-match'] === '"v1"'
        ? response.writeHead(304).end()
        : json(response, [{ id: 1 }], 200, { etag: '"v1"' }),
    {},
  );
  const [first, second] = await read(source, 2);
  expect(idsIn(first)).toEqual([1]);
  expect(second).toEqual({ messages: [], cursor: first!.cursor, watermark: at });
  expect(idsIn((await read(source, 1, first!.cursor!))[0])).toEqual([]);
});

test('the etag of a first page says nothing about the later ones', async () => {
  const { peer, source } = await sourceOf(
    (request, response) =>
      json(
        response,
        {
          value: [{ id: request.path }],
          ...(request.path === '/items' ? { '@odata.nextLink': '?p=2' } : {}),
        },
        200,
        {
          etag: '"same"',
        },
      ),
    { paging: { nextLink: {} } },
  );
  await read(source, 3);
  expect(peer.seen.filter((r) => r.headers['if-none-match'] !== undefined)).toEqual([]);
});

test('reading goes on in the middle of the pages where the cursor stands', async () => {
  const answer: Answerer = (request, response) => {
    const page = Number(new URL(request.path, 'http://x').searchParams.get('page'));
    return json(response, page > 3 ? [] : [{ id: page * 10 }, { id: page * 10 + 1 }]);
  };
  const settings = { paging: { page: { param: 'page', size: 2 } } };
  const { source } = await sourceOf(answer, settings);
  const [first] = await read(source, 1);
  expect(idsIn(first)).toEqual([10, 11]);
  const other = await sourceOf(answer, settings);
  const rest = await read(other.source, 3, first!.cursor!);
  expect(rest.map(idsIn)).toEqual([[20, 21], [30, 31], []]);
  expect(rest[2]!.watermark).toBe(at);
  expect(other.peer.seen[0]!.path).toBe('/items?page=2');
});

test('a page larger than `batch` comes in parts, and the cursor moves with the last one', async () => {
  const { source } = await sourceOf((_r, response) => json(response, [{ id: 1 }, { id: 2 }, { id: 3 }]), {
    batch: 2,
  });
  const batches = await read(source, 2);
  expect(batches.map(idsIn)).toEqual([[1, 2], [3]]);
  expect(batches.map((b) => [b.cursor !== undefined, b.watermark])).toEqual([
    [false, undefined],
    [true, at],
  ]);
});

test('a server that gives smaller pages than asked for is read to its end all the same', async () => {
  const all = [1, 2, 3, 4, 5].map((id) => ({ id }));
  const { source } = await sourceOf(
    (request, response) => {
      const from = Number(new URL(request.path, 'http://x').searchParams.get('offset'));
      return json(response, all.slice(from, from + 2));
    },
    { paging: { offset: { param: 'offset', sizeParam: 'limit', size: 100 } } },
  );
  const batches = await read(source, 4);
  expect(batches.flatMap(idsIn)).toEqual([1, 2, 3, 4, 5]);
});

test('cursor paging ends where the server gives no cursor', async () => {
  const { source } = await sourceOf(
    (request, response) =>
      request.path.endsWith('after=a%2Fb')
        ? json(response, { rows: [{ id: 2 }], next: null })
        : json(response, { rows: [{ id: 1 }], next: 'a/b' }),
    { items: 'rows', paging: { cursor: { param: 'after', field: 'next' } } },
  );
  const batches = await read(source, 2);
  expect([batches.map(idsIn), batches[1]!.watermark]).toEqual([[[1], [2]], at]);
});

test('a server that ignores the paging is found out instead of read for ever', async () => {
  const { source } = await sourceOf((_r, response) => json(response, [{ id: 1 }]), {
    paging: { page: { param: 'page', size: 1 } },
  });
  await expect(read(source, 5)).rejects.toThrow('same page twice');
});

test('a link into the list that has expired (410) starts the reading again', async () => {
  let expired = true;
  const { source } = await sourceOf(
    (request, response) => {
      if (!request.path.includes('t='))
        return json(response, { value: [{ id: 1 }], '@odata.nextLink': '?t=1' });
      if (!expired) return json(response, { value: [{ id: 2 }] });
      expired = false;
      return response.writeHead(410).end();
    },
    { paging: { nextLink: {} } },
  );
  const batches = await read(source, 2);
  expect(batches.flatMap(idsIn)).toEqual([1, 2]);
});

test('the next reading asks for what changed since the largest value seen, less the overlap', async () => {
  const { peer, source } = await sourceOf(
    (_r, response) =>
      json(response, [
        { id: 1, changedAt: '2026-03-02T09:00:00Z' },
        { id: 2, changedAt: '2026-03-02T10:30:00+01:00' },
        { id: 3, changedAt: '2099-01-01T00:00:00Z' },
      ]),
    { since: { filter: 'changedAt gt {cursor}', field: 'changedAt', overlap: '10s' } },
  );
  const [first] = await read(source, 2);
  expect(peer.seen.slice(0, 2).map((r) => new URL(r.path, 'http://x').searchParams.get('$filter'))).toEqual([
    null,
    'changedAt gt 2026-03-02T09:29:50.000Z',
  ]);
  expect(first!.watermark).toBe('2026-03-02T09:59:50.000Z');
});

test('what changes on a page that was read already is asked for by the next reading, though later pages show later times', async () => {
  const page = (request: { path: string }) => new URL(request.path, 'http://x').searchParams.get('page');
  const { peer, source } = await sourceOf(
    (request, response) =>
      json(
        response,
        page(request) === '1' ? [{ id: 1, changedAt: at }] : page(request) === '2' ? [LATER] : [],
      ),
    {
      paging: { page: { param: 'page', size: 1 } },
      since: { param: 'changedSince', field: 'changedAt', overlap: '0s' },
    },
  );
  await read(source, 4);
  const asked = peer.seen.map((r) => new URL(r.path, 'http://x').searchParams.get('changedSince'));
  expect(asked.slice(0, 4)).toEqual([null, null, null, at]);
});

const LATER = { id: 2, changedAt: '2026-03-02T10:00:40.000Z' };

test("without a field the server's own clock is where the next reading begins", async () => {
  const { peer, source } = await sourceOf((_r, response) => json(response, []), {
    since: { param: 'modifiedAfter', overlap: '1m' },
  });
  await read(source, 2);
  expect(peer.seen[1]!.path).toBe('/items?modifiedAfter=2026-03-02T09%3A59%3A00.000Z');
});

test('without a version only changed content is offered, also when it returns to what it was', async () => {
  const states = ['A', 'A', 'B', 'A'];
  let poll = 0;
  const { source } = await sourceOf(
    (_r, response) => json(response, [{ id: 1, state: states[Math.min(poll++, 3)]! }]),
    {},
  );
  const batches = await read(source, 4);
  expect(batches.map((b) => b.messages.map((m) => (m.document as JsonObject)['state']))).toEqual([
    ['A'],
    [],
    ['B'],
    ['A'],
  ]);
  expect(new Set(batches.flatMap((b) => b.messages.map((m) => m.id))).size).toBe(3);
});

test('what returns to what this hub knew is offered where another hub has read meanwhile', async () => {
  const { open } = await systemOf((_r, response) => json(response, [{ id: 1, state: 'A' }]), {});
  const [here] = await read(open(), 1);
  const cursor = here!.cursor as JsonObject;
  expect(idsIn((await read(open(), 1, cursor))[0])).toEqual([]);
  expect(idsIn((await read(open(), 1, { ...cursor, by: 'another' }))[0])).toEqual([1]);
});

test('what was not made durable is offered again', async () => {
  const { source } = await sourceOf((_r, response) => json(response, [{ id: 1 }]), {});
  const reading = source.batches({ read: true }, AbortSignal.timeout(10_000))[Symbol.asyncIterator]();
  expect(idsIn((await reading.next()).value)).toEqual([1]);
  await reading.return!();
  expect(idsIn((await read(source, 1, { read: true }))[0])).toEqual([1]);
});

test('with a version the id is key and version', async () => {
  const { source } = await sourceOf(
    (_r, response) => json(response, { value: [{ id: 'P|1', plant: 7, '@odata.etag': 'W/"3"' }] }),
    { key: ['id', 'plant'], version: '@odata.etag' },
  );
  const [batch] = await read(source, 1);
  expect(batch!.messages.map((m) => m.id)).toEqual(['P\\|1|7@W/"3"']);
});

test('an item without its key is handed over as a failure, and the others go on', async () => {
  const { source } = await sourceOf(
    (_r, response) => json(response, [{ id: 1 }, { no: 2 }, 'text', { id: 4 }]),
    {},
  );
  const [batch] = await read(source, 1);
  const failures = batch!.messages.map((m) => m.document instanceof DecodeFailure);
  expect(failures).toEqual([false, true, true, false]);
});

test('429 and 503 with Retry-After are waited out as told, then the same page is read', async () => {
  const answers: Answerer[] = [
    (_r, response) => response.writeHead(429, { 'retry-after': '0' }).end(),
    (_r, response) => response.writeHead(503, { 'retry-after': date }).end(),
    (_r, response) => json(response, [{ id: 1 }]),
  ];
  const { peer, source } = await sourceOf((r, response) => (answers.shift() ?? answers[0])!(r, response), {});
  expect(idsIn((await read(source, 1))[0])).toEqual([1]);
  expect(peer.seen.map((r) => r.path)).toEqual(['/items', '/items', '/items']);
});

test('a wait that was asked for ends at once on abort', async () => {
  const stop = new AbortController();
  const { source } = await sourceOf((_r, response) => {
    response.writeHead(429, { 'retry-after': '3600' }).end();
    stop.abort();
  }, {});
  for await (const batch of source.batches(null, stop.signal))
    expect.fail(`a batch came: ${JSON.stringify(batch)}`);
});

test('errors of the server are thrown with its words: the hub waits and comes again', async () => {
  const { source } = await sourceOf(
    (_r, response) => json(response, { error: { message: 'No such set' } }, 400),
    {},
  );
  await expect(read(source, 1)).rejects.toMatchObject({
    problem: { code: 'target-rejected' },
    message: /No such set/,
  });
  const hidden = await sourceOf(
    (_r, response) => json(response, { status: 'ERROR', text: 'Locked', rows: [] }),
    {
      items: 'rows',
      errorWhen: { field: 'status', in: ['ERROR'], message: 'text' },
    },
  );
  await expect(read(hidden.source, 1)).rejects.toThrow('Locked');
  const cut = await sourceOf((_r, response) => response.end('[{"id":1},{"id'), {});
  await expect(read(cut.source, 1)).rejects.toMatchObject({ problem: { code: 'document-malformed' } });
});

test.each<[string, Answerer]>([
  ['huge', (_r, response) => response.end('['.padEnd(5_000_000, ' '))],
  [
    'a gzip bomb',
    (_r, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(200_000_000, 32))),
  ],
])('an answer that is %s is refused at the limit, after decompression', async (_name, answer) => {
  const { source } = await sourceOf(answer, {}, { responseLimit: '1MB' });
  await expect(read(source, 1)).rejects.toMatchObject({ problem: { code: 'body-too-large' } });
});

test('a compressed answer is read', async () => {
  const { source } = await sourceOf(
    (_r, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('[{"id":"ü"}]')),
    {},
  );
  expect(idsIn((await read(source, 1))[0])).toEqual(['ü']);
});

test('what the hub has is not offered again after a failure of the server', async () => {
  let fails = false;
  const { open } = await systemOf(
    (_r, response) => (fails ? response.writeHead(500).end() : json(response, [{ id: 1 }])),
    {},
  );
  const [first] = await read(open(), 2);
  fails = true;
  await expect(read(open(), 1, first!.cursor!)).rejects.toThrow('500');
  fails = false;
  expect(idsIn((await read(open(), 1, first!.cursor!))[0])).toEqual([]);
});
