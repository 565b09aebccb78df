import { expect, test } from 'vitest';
import type { Json } from '../vocabulary/json.ts';
import { json } from './json.ts';
import { decodeInPieces, documents } from './testDecoding.ts';

const text = (s: string) => Buffer.from(s, 'utf8');

test('a top-level array gives one record per element, an object is one record', () => {
  expect(documents(json().decodeAll(text('[{"a":1}, 2, "x", [3], null]')))).toEqual([
    { a: 1 },
    2,
    'x',
    [3],
    null,
  ]);
  expect(documents(json().decodeAll(text(' {"a": [1, 2]} ')))).toEqual([{ a: [1, 2] }]);
  expect(documents(json().decodeAll(text('[]')))).toEqual([]);
});

test('records are found by the path of items, wherever else the names stand', () => {
  const source =
    '{"items":[0],"x":{"data":{"items":[9]}},"data":{"note":"items","items":[{"n":1},{"n":2}],"more":[7]}}';
  expect(documents(json({ items: 'data.items' }).decodeAll(text(source)))).toEqual([{ n: 1 }, { n: 2 }]);
  expect(documents(json({ items: 'data' }).decodeAll(text('{"data":{"n":1},"z":2}')))).toEqual([{ n: 1 }]);
  expect(documents(json({ items: 'a.b' }).decodeAll(text('{"a":[1],"b":[2]}')))).toEqual([
    'document-malformed',
  ]);
});

test('the same records come out however the bytes are cut into pieces', async () => {
  const source = '{"data": {"items": [\n {"t":"a\\"],}b"},\n {"ö":[1,{"x":"\\\\"}]},\n 12 ]}, "end": 1}';
  const format = json({ items: 'data.items' });
  const whole = format.decodeAll(text(source));
  expect(documents(whole)).toEqual([{ t: 'a"],}b' }, { ö: [1, { x: '\\' }] }, 12]);
  expect(whole.map((r) => r.line)).toEqual([2, 3, 4]);
  for (const size of [1, 2, 3, 7]) expect(await decodeInPieces(format, text(source), size)).toEqual(whole);
});

test('a truncated document gives its whole records and a problem for the rest', () => {
  const records = json().decodeAll(text('[{"n":1},\n{"n":2},\n{"n":3'));
  expect(documents(records)).toEqual([{ n: 1 }, { n: 2 }, 'document-malformed']);
  expect(records[2]).toMatchObject({
    line: 3,
    raw: '{"n":3',
    problem: { detail: expect.stringContaining('cut off') },
  });
});

test('an element that is not JSON is a problem and the rest goes on', () => {
  expect(documents(json().decodeAll(text('[{"n":1},{"n":NaN},,{"n":4},]')))).toEqual([
    { n: 1 },
    'document-malformed',
    'document-malformed',
    { n: 4 },
    'document-malformed',
  ]);
});

test('numbers that a double cannot hold come as their text, the others as numbers', () => {
  const source = '[{"a":12345678901234567890,"b":0.1234567890123456789,"c":1e999,"d":1e3,"e":1.50,"f":-0.5}]';
  expect(documents(json().decodeAll(text(source)))).toEqual([
    { a: '12345678901234567890', b: '0.1234567890123456789', c: '1e999', d: 1000, e: 1.5, f: -0.5 },
  ]);
  expect(
    documents(json().decodeAll(text('[9007199254740993, 123456789012345678e-3, 1234567890123456.0]'))),
  ).toEqual(['9007199254740993', '123456789012345678e-3', 1234567890123456]);
});

test('nesting of 100,000 levels is refused, and the rest goes on', () => {
  const deep = '['.repeat(100_000) + ']'.repeat(100_000);
  expect(documents(json().decodeAll(text(`[1,${deep},2]`)))).toEqual([1, 'document-hostile', 2]);
  expect(documents(json().decodeAll(text('{"a":'.repeat(100_000))))).toEqual(['document-hostile']);
  const wide = JSON.stringify(Array.from({ length: 1000 }, () => ({ a: [1] })));
  expect(json({}).decodeAll(text(`{"w":${wide}}`))[0]).toHaveProperty('document');
});

test('a record beyond the limit is cut, and the rest goes on', async () => {
  const source = `[{"t":"${'x'.repeat(5000)}"},{"n":2}]`;
  const records = await decodeInPieces(json({ recordLimit: 1000 }), text(source), 64);
  expect(documents(records)).toEqual(['field-too-large', { n: 2 }]);
  expect(records[0]?.raw).toHaveLength(1000);
});

test('bytes that are not UTF-8 are a problem of their record only', () => {
  const source = Buffer.concat([text('[{"n":1},\n{"t":"M'), Buffer.from([0xfc]), text('ller"},\n{"n":3}]')]);
  const records = json().decodeAll(source);
  expect(documents(records)).toEqual([{ n: 1 }, 'encoding-invalid', { n: 3 }]);
  expect(records[1]?.raw.isWellFormed()).toBe(true);
});

test('what is encoded is decoded to the same', () => {
  for (const items of [undefined, 'data.orders']) {
    const format = json(items ? { items } : {});
    const sent: Json[] = [{ n: 1, t: 'Größe' }, { n: 2 }];
    expect(documents(format.decodeAll(format.encode(sent)))).toEqual(sent);
  }
});
