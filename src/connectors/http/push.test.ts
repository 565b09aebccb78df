import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { problem } from '../../vocabulary/problem.ts';
import type { SourceBatch } from '../connector.ts';
import { first, openDoor, post, readAll } from './doors.testing.ts';

const secret = 'sëcret';
const signed = (body: string, prefix = 'sha256=') =>
  prefix + createHmac('sha256', secret).update(body).digest('hex');
const hmac = { header: 'X-Signature', secret, prefix: 'sha256=' };

test('a message is answered 202 with its outcome only after its batch is durable', async () => {
  const { door, source } = await openDoor({ id: { header: 'x-event-id' } });
  const reading = source.batches(null, AbortSignal.timeout(10_000))[Symbol.asyncIterator]();
  const asked = reading.next();
  let answered = false;
  const answer = post(door, '{"n":1}', { 'x-key': 'k', 'x-event-id': 'e1' }).finally(() => (answered = true));
  const batch = (await asked).value as SourceBatch;
  expect(batch.messages).toMatchObject([{ id: 'e1', raw: '{"n":1}', document: { n: 1 } }]);
  expect(answered).toBe(false);
  await batch.acknowledge!([{ outcome: 'accepted', key: 'ITM-1' }]);
  expect(await answer).toMatchObject({
    status: 202,
    body: { accepted: 1, messages: [{ id: 'e1', outcome: 'accepted', key: 'ITM-1' }] },
  });
});

test('a batch that the hub never acknowledged is answered 503, so that the sender sends again', async () => {
  const { door, source } = await openDoor({});
  const reading = source.batches(null, AbortSignal.timeout(10_000))[Symbol.asyncIterator]();
  const asked = reading.next();
  const answer = post(door, '{"n":1}');
  expect(((await asked).value as SourceBatch).messages).toHaveLength(1);
  await reading.return!();
  const { status, headers } = await answer;
  expect([status, headers.get('retry-after')]).toEqual([503, '1']);
});

test('what arrives while a batch is made durable forms the next one, at most `batch` large', async () => {
  const { door, source } = await openDoor({ batch: 3 });
  const { durable, sizes } = readAll(source);
  const answer = await post(door, '[1,2,3,4,5,6,7]');
  expect(answer).toMatchObject({ status: 202, body: { accepted: 7 } });
  expect(durable).toEqual(['1', '2', '3', '4', '5', '6', '7']);
  expect(sizes).toEqual([3, 3, 1]);
});

test('a parked message is durable too: 202 with the problem named', async () => {
  const { door, source } = await openDoor({});
  readAll(source, () => ({
    outcome: 'parked',
    problem: problem('code-unknown', 'map', 'Unit "XX" is unknown.'),
  }));
  const answer = await post(door, '{"unit":"XX"}');
  expect(answer).toMatchObject({ status: 202, body: { parked: 1, accepted: 0 } });
  expect(first(answer.body['messages'])).toMatchObject({
    outcome: 'parked',
    problem: { code: 'code-unknown' },
  });
});

test('the same body sent again has the same id and is answered 200 as a duplicate', async () => {
  const { door, source } = await openDoor({});
  const ids = new Set<string>();
  readAll(source, (raw) =>
    ids.has(raw) ? { outcome: 'duplicate' } : ids.add(raw) && { outcome: 'accepted' },
  );
  const once = await post(door, '{"n":1}');
  const again = await post(door, '{"n":1}');
  expect([once.status, again.status]).toEqual([202, 200]);
  expect(first(again.body['messages'])['id']).toBe(first(once.body['messages'])['id']);
});

test('a signature is verified over the raw bytes, and a wrong, cut or missing one is refused before parsing', async () => {
  const { door, source } = await openDoor({ auth: { hmac } });
  const { durable } = readAll(source);
  const body = '{"n": 1.10}';
  const answers = [
    await post(door, body, { 'x-signature': signed(body) }),
    await post(door, '{"n":1.1}', { 'x-signature': signed(body) }),
    await post(door, body, { 'x-signature': signed(body).slice(0, 20) }),
    await post(door, body, { 'x-signature': signed(body, '') }),
    await post(door, 'not json', { 'x-signature': 'sha256=00' }),
    await post(door, body, {}),
  ];
  expect(answers.map((a) => a.status)).toEqual([202, 401, 401, 401, 401, 401]);
  expect(answers[4]).toMatchObject({ body: { code: 'signature-invalid', advice: expect.any(String) } });
  expect(durable).toEqual([body]);
});

test('a signature with a timestamp is refused when it is replayed after the tolerance or moved to another time', async () => {
  const { door, source } = await openDoor({
    auth: { hmac: { ...hmac, prefix: '', timestampHeader: 'X-Time' } },
  });
  const { durable } = readAll(source);
  const body = '{"n":1}';
  const now = Math.floor(Date.now() / 1000);
  const send = (claimed: number, signedAt: number) =>
    post(door, body, { 'x-time': String(claimed), 'x-signature': signed(`${signedAt}.${body}`, '') });
  const answers = [await send(now, now), await send(now - 3600, now - 3600), await send(now, now - 3600)];
  expect(answers.map((a) => a.status)).toEqual([202, 401, 401]);
  expect(durable).toEqual([body]);
});

test('a wrong key is refused', async () => {
  const { door, source } = await openDoor({});
  readAll(source);
  expect((await post(door, '{}', { 'x-key': 'kk' })).status).toBe(401);
  expect((await post(door, '{}', {})).status).toBe(401);
});

test.each([
  ['broken JSON', '{"n":', 'document-malformed'],
  ['an empty body', '', 'document-malformed'],
  ['nesting without end', '['.repeat(100_000), 'document-hostile'],
  ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'encoding-invalid'],
])('%s is refused with 400, a code and advice, and nothing is kept', async (_name, body, code) => {
  const { door, source } = await openDoor({});
  const { durable } = readAll(source);
  const answer = await post(door, body);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer).toMatchObject({ status: 400, body: { code, advice: expect.any(String), status: 400 } });
  expect(durable).toEqual([]);
});

test('a compressed body is refused, since its limit could not be kept', async () => {
  const { door, source } = await openDoor({});
  readAll(source);
  const answer = await post(door, 'x', { 'x-key': 'k', 'content-encoding': 'gzip' });
  expect(answer).toMatchObject({ status: 400, body: { code: 'encoding-invalid' } });
});

test('a full queue answers 503 with Retry-After and takes nothing', async () => {
  const { door, source } = await openDoor({ queue: 2 });
  const { durable } = readAll(source);
  const answer = await post(door, '[1,2,3]');
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
  expect((await post(door, '[1,2]')).status).toBe(202);
  expect(durable).toEqual(['1', '2']);
});

test('a door that nobody reads answers 503, a closed one 404', async () => {
  const { door, source, close } = await openDoor({});
  expect((await post(door, '{}')).status).toBe(503);
  const { end } = readAll(source);
  expect((await post(door, '{}')).status).toBe(202);
  await end();
  expect((await post(door, '{}')).status).toBe(503);
  await close();
  expect((await post(door, '{}')).status).toBe(404);
});

test('items without the id that is declared are refused with the field named', async () => {
  const { door, source } = await openDoor({ items: 'events', id: { field: 'id' } });
  const { durable } = readAll(source);
  expect(await post(door, '{"events":[{"id":1},{}]}')).toMatchObject({ status: 422, body: { field: 'id' } });
  expect(await post(door, '{"other":[]}')).toMatchObject({ status: 400, body: { field: 'events' } });
  expect(durable).toEqual([]);
});

test('while nothing arrives the watermark still moves, and abort ends the reading quietly', async () => {
  const { source } = await openDoor({ heartbeat: '10ms' });
  const stop = new AbortController();
  const started = new Date().toISOString();
  const batches: SourceBatch[] = [];
  for await (const batch of source.batches(null, stop.signal)) {
    if (batches.push(batch) === 2) stop.abort();
  }
  expect(batches.map((b) => b.messages)).toEqual([[], []]);
  expect(batches[1]!.watermark! >= batches[0]!.watermark!).toBe(true);
  expect(batches[0]!.watermark! >= started).toBe(true);
});

test('the time of the event is read as an instant with its zone', async () => {
  const { door, source } = await openDoor({ sourceTime: 'at' });
  const reading = source.batches(null, AbortSignal.timeout(10_000))[Symbol.asyncIterator]();
  const asked = reading.next();
  const answer = post(door, '{"at":"2026-03-01T10:00:00+02:00"}');
  const batch = (await asked).value as SourceBatch;
  expect(batch.messages[0]!.sourceTime).toBe('2026-03-01T08:00:00.000Z');
  await batch.acknowledge!([{ outcome: 'accepted' }]);
  await answer;
});

test('a body in the declared format gives a message per record; a broken one among good ones parks', async () => {
  const { door, source } = await openDoor({}, {}, { ndjson: {} });
  const { durable } = readAll(source);
  const answer = await post(door, '{"n":1}\n{"n":\n{"n":3}\n');
  expect(answer.status).toBe(202);
  expect(durable).toEqual(['{"n":1}', '{"n":', '{"n":3}']);
});
