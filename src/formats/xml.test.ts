import { readFileSync } from 'node:fs';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import type { Json } from '../vocabulary/json.ts';
import { ProblemError } from '../vocabulary/problem.ts';
import { decodeInPieces, decodeStream, documents, memoryHeld } from './testDecoding.ts';
import { xml } from './xml.ts';

const text = (s: string) => Buffer.from(s, 'utf8');
const samples = new URL('../../../shared/data/b2mml/', import.meta.url);

const orders = `<?xml version="1.0"?>
<o:Orders xmlns:o="urn:orders" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <!-- two orders -->
  <o:Order no="1"><Line><Item>A &amp; B</Item><Qty unit="KG"> 2.50 </Qty></Line></o:Order>
  <o:Order no="2">
    <Line><Item><![CDATA[<x>]]></Item></Line><Line><Item/></Line><Due xsi:nil="true"/>
  </o:Order>
</o:Orders>`;

test('records are found by path or name; attributes, texts, lists and nil come as documented', () => {
  for (const record of ['Orders/Order', 'Order']) {
    const records = xml({ record, arrays: ['Line'] }).decodeAll(text(orders));
    expect(documents(records)).toEqual([
      { '@no': '1', Line: [{ Item: 'A & B', Qty: { '@unit': 'KG', '#text': '2.50' } }] },
      { '@no': '2', Line: [{ Item: '<x>' }, { Item: '' }], Due: null },
    ]);
    expect(records.map((r) => r.line)).toEqual([4, 5]);
    expect(records[0]?.raw).toMatch(/^<o:Order no="1">.*<\/o:Order>$/);
  }
});

test('the same records come out however the bytes are cut into pieces', async () => {
  const format = xml({ record: 'Orders/Order' });
  const whole = format.decodeAll(text(orders));
  for (const size of [1, 2, 5, 64]) expect(await decodeInPieces(format, text(orders), size)).toEqual(whole);
});

test('without a record element the document is one record, under the name of its root', () => {
  expect(documents(xml().decodeAll(text('<a:Root xmlns:a="u" id="7"><b>1</b></a:Root>')))).toEqual([
    { Root: { '@id': '7', b: '1' } },
  ]);
});

test('a document type definition is refused, entities are never expanded', () => {
  const bomb = `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>`;
  expect(documents(xml().decodeAll(text(bomb)))).toEqual(['document-hostile']);
  const file = '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>';
  expect(documents(xml().decodeAll(text(file)))).toEqual(['document-hostile']);
  expect(documents(xml().decodeAll(text('<x>&b;</x>')))).toEqual(['document-malformed']);
});

test('nesting deeper than 100 elements is refused', () => {
  expect(documents(xml().decodeAll(text('<a>'.repeat(100_000))))).toEqual(['document-hostile']);
  expect(documents(xml().decodeAll(text('<a>'.repeat(99) + '</a>'.repeat(99))))).toHaveLength(1);
});

test('a truncated document gives its whole records and a problem for the rest', () => {
  const cut = text(orders.slice(0, orders.indexOf('<Due')));
  const records = xml({ record: 'Order' }).decodeAll(cut);
  expect(documents(records)).toEqual([expect.objectContaining({ '@no': '1' }), 'document-malformed']);
  expect(records[1]).toMatchObject({ line: 5, raw: expect.stringMatching(/^<o:Order no="2">/) });
});

test('elements of a namespace that is not declared are refused', () => {
  const source = '<r xmlns="urn:a"><o><n>1</n></o><o xmlns="urn:b"><n>2</n></o><o><n>3</n></o></r>';
  const format = xml({ record: 'r/o', namespaces: { '': 'urn:a' } });
  expect(documents(format.decodeAll(text(source)))).toEqual([{ n: '1' }, 'document-malformed', { n: '3' }]);
});

test('the encoding of the declaration counts; bytes outside it are a problem of their record', () => {
  const source = '<?xml version="1.0" encoding="windows-1252"?><r><o>Müller</o></r>';
  expect(documents(xml({ record: 'o' }).decodeAll(iconv.encode(source, 'windows-1252')))).toEqual(['Müller']);
  const wrong = Buffer.concat([text('<r><o>1</o><o>'), Buffer.from([0xfc]), text('</o>\n<o>3</o></r>')]);
  expect(documents(xml({ record: 'o' }).decodeAll(wrong))).toContain('encoding-invalid');
});

test('a record beyond the limit is a problem and the rest goes on', async () => {
  const big = `<r><o>${'<x>1</x>'.repeat(500)}</o><o><x>2</x></o></r>`;
  const records = await decodeInPieces(xml({ record: 'o', recordLimit: 1000 }), text(big), 100);
  expect(documents(records)).toEqual(['field-too-large', { x: '2' }]);
  expect(records[0]?.raw).toBe(big.slice(3, 1003));
});

test('a text of 100 MB ends the reading with bounded memory', async () => {
  const piece = Buffer.alloc(1 << 20, 'x');
  const before = memoryHeld();
  let held = 0;
  async function* chunks() {
    yield text('<r><o>1</o><o>');
    for (let i = 0; i < 100; i++) yield piece;
    held = memoryHeld() - before;
    yield text('</o></r>');
  }
  const records = await decodeStream(xml({ record: 'o', recordLimit: 1 << 20 }), chunks());
  expect(documents(records)).toEqual(['1', 'field-too-large']);
  expect(held).toBeLessThan(20 << 20);
});

test.skipIf(!canRead('PRO-20121210181416-27942.xml'))('the B2MML samples of MESA are read', () => {
  const schedule = readFileSync(new URL('PRO-20121210181416-27942.xml', samples));
  const format = xml({ record: 'ProductionRequest', arrays: ['SegmentRequirement', 'MaterialRequirement'] });
  const records = format.decodeAll(schedule);
  expect(records[0]).toMatchObject({ document: { ID: '258456', SegmentRequirement: [{ ID: '0010' }] } });
  const material = readFileSync(new URL('MAT-20121210170256-CRBN0001.xml', samples));
  const [definition] = xml({ record: 'MaterialDefinition' }).decodeAll(material);
  expect(definition).toMatchObject({
    document: { ID: 'CRBN0001', Description: { '@languageID': 'Z', '#text': 'Product Courbon0001' } },
  });
});

test('what is encoded is decoded to the same', () => {
  const sent: Json[] = [
    { '@no': '1', t: 'a < b & "c"', Line: [{ n: '1' }, { n: '2' }] },
    { '@no': '2', t: 'Łódź' },
  ];
  const format = xml({ record: 'Orders/Data/Order', namespaces: { '': 'urn:orders' } });
  expect(documents(format.decodeAll(format.encode(sent)))).toEqual(sent);
  expect(documents(xml().decodeAll(xml().encode([{ Root: { a: '1' } }])))).toEqual([{ Root: { a: '1' } }]);
});

test('what XML cannot hold is reported', () => {
  expect(() => xml({ record: 'r' }).encode([{ 'a b': 1 }])).toThrow(ProblemError);
  expect(() => xml({ record: 'r' }).encode([{ a: '\u0000' }])).toThrow('U+0000');
  expect(() => xml({ record: 'r' }).encode([{}, {}])).toThrow('Orders/Order');
  expect(() => xml({ record: 'r', encoding: 'latin1' }).encode([{ a: 'Ł' }])).toThrow(
    'cannot be written in latin1',
  );
});

function canRead(name: string): boolean {
  try {
    return readFileSync(new URL(name, samples)).length > 0;
  } catch {
    return false;
  }
}
