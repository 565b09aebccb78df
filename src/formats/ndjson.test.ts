import { expect, test } from 'vitest';
import { ndjson } from './ndjson.ts';
import { decodeStream, documents, memoryHeld } from './testDecoding.ts';

test('each line is a document, whatever ends it; empty lines are passed over but counted', () => {
  const records = ndjson().decodeAll(Buffer.from('\uFEFF{"n":1}\r\n\n{"n":2}\n  \n{"n":3}'));
  expect(documents(records)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  expect(records.map((r) => r.line)).toEqual([1, 3, 5]);
});

test('a line that cannot be read is a problem with its line, and the rest goes on', () => {
  const bytes = Buffer.concat([
    Buffer.from('{"n":1}\n{"t":"'),
    Buffer.from([0xff]),
    Buffer.from('"}\n{"n":\n{"n":4}\n'),
  ]);
  const records = ndjson().decodeAll(bytes);
  expect(documents(records)).toEqual([{ n: 1 }, 'encoding-invalid', 'document-malformed', { n: 4 }]);
  expect(records[2]).toMatchObject({ raw: '{"n":', problem: { line: 3, stage: 'decode' } });
});

test('characters that are cut between two pieces stay whole', async () => {
  const bytes = Buffer.from('{"t":"Größe 😀 ł"}\n{"t":"€"}\n');
  async function* single() {
    for (const byte of bytes) yield Uint8Array.of(byte);
  }
  expect(documents(await decodeStream(ndjson(), single()))).toEqual([{ t: 'Größe 😀 ł' }, { t: '€' }]);
});

test('a line of 100 MB is cut at the limit with bounded memory, and the rest goes on', async () => {
  const piece = Buffer.alloc(1 << 20, 'x');
  const before = memoryHeld();
  let held = 0;
  async function* chunks() {
    yield Buffer.from('{"n":1}\n{"t":"');
    for (let i = 0; i < 100; i++) yield piece;
    held = memoryHeld() - before;
    yield Buffer.from('"}\n{"n":3}\n');
  }
  const records = await decodeStream(ndjson({ recordLimit: 1 << 20 }), chunks());
  expect(documents(records)).toEqual([{ n: 1 }, 'field-too-large', { n: 3 }]);
  expect(records[1]?.raw).toHaveLength(1 << 20);
  expect(held).toBeLessThan(10 << 20);
});

test('what is encoded is decoded to the same', () => {
  const sent = [{ n: 1, t: 'a\nb' }, [2]];
  expect(documents(ndjson().decodeAll(ndjson().encode(sent)))).toEqual(sent);
});
