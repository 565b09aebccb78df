import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { offer, openInlet, type Spoken, testLine } from '../../../test/line.ts';
import type { InboundLine, Inlet } from '../../inbound.ts';
import { readAll } from '../../ledger/read.ts';
import { prepareMatching } from './prepare.ts';

let database: TestDatabase;
let line: InboundLine;
let na: Inlet;
let eu: Inlet;

beforeEach(async () => {
  database = await testDatabase();
  line = testLine(database.pool);
  na = await openInlet(line, items('na-erp'));
  eu = await openInlet(line, items('eu-erp'));
});
afterEach(() => database.drop());

const items = (system: string): Spoken => ({
  system,
  name: 'items',
  entity: 'item',
  map: `{ "localKey": no, "status": "active", "number": no, "names": {"en": name}, "baseUnit": unit ? unit : "EA", "drawing": drawing ? {"number": drawing},
          "identifiers": [gtin ? {"scheme": "gtin", "value": gtin}, mpn ? {"scheme": "mpn", "value": mpn, "issuer": "ACME"}] }`,
  matching: {},
});

const pump = { no: '4711', name: 'Centrifugal pump 32 mm', gtin: '4006381333931', mpn: 'CP-32-1000' };
const twin = { no: 'P900', name: 'Pump, centrifugal 3.2 cm', gtin: '4006381333931', mpn: 'CP321000' };

describe('a thing that is new from a system', () => {
  test('is linked to the record it surely is, and the cross-reference says why', async () => {
    const [first] = await offer(line, na, pump);
    const [second] = await offer(line, eu, twin);
    expect(second).toMatchObject({ key: (first as { key: string }).key });
    expect(await records()).toHaveLength(1);
    const [why] = await rows('select * from reference_history');
    expect(why).toMatchObject({
      system: 'eu-erp',
      local_key: 'P900',
      cause: 'matched',
      score: 100,
      before: null,
    });
    expect(why!['reasons']).toContainEqual({
      by: 'gtin',
      a: '4006381333931',
      b: '4006381333931',
      points: 60,
      of: 60,
    });
  });

  test('that may be one gets a record of its own now, and a steward is asked', async () => {
    const [first] = await offer(line, na, pump);
    const [second] = await offer(line, eu, { ...twin, mpn: '', name: 'Pump' });
    const [a, b] = [keyOf(first), keyOf(second)];
    expect(second).toMatchObject({ outcome: 'accepted' });
    expect(b).not.toBe(a);
    expect(await reviews()).toEqual([{ a_key: a, b_key: b, score: expect.any(Number), state: 'open' }]);
  });

  test('that stands under a known one is a child of it and no match; of the two the upper one is matched', async () => {
    const customers = (system: string): Spoken => ({
      system,
      name: 'customers',
      entity: 'customer',
      map: `{ "localKey": no, "status": "active", "number": no, "name": name, "parent": of ? $xref("customer", of),
              "identifiers": [{"scheme": "vat", "value": "DE136695976"}],
              "addresses": [{"id": "1", "lines": [street], "postalCode": "70173", "country": "DE"}] }`,
      matching: {},
    });
    const [inNa, inEu] = [
      await openInlet(line, customers('na-erp')),
      await openInlet(line, customers('eu-erp')),
    ];
    const soldTo = { no: 'C1', name: 'Müller Pumpen GmbH', street: 'Hauptstr. 5' };
    const [upper] = await offer(line, inNa, soldTo);
    const [shipTo] = await offer(line, inNa, { ...soldTo, no: 'C1-2', of: 'C1' });
    expect(keyOf(shipTo)).not.toBe(keyOf(upper));
    expect(await reviews()).toEqual([]);
    const [there] = await offer(line, inEu, { ...soldTo, no: '900' });
    expect(keyOf(there)).toBe(keyOf(upper));
    expect(await reviews()).toEqual([]);
    const [below] = await offer(line, inEu, { ...soldTo, no: '901', of: '900' });
    expect(keyOf(below)).toBe(keyOf(shipTo));
  });

  test('that is like nothing is a new record, and nobody is asked', async () => {
    await offer(line, na, pump);
    await offer(line, eu, { no: '1', name: 'Hex bolt M8' });
    expect(await records()).toHaveLength(2);
    expect(await reviews()).toEqual([]);
  });

  test('that fits two records asks about both', async () => {
    await offer(line, na, pump, { no: '4712', name: 'Unlike', mpn: 'XX-1', gtin: '4012345000009' });
    await line.pool.query(
      `update record set data = jsonb_set(data::jsonb, '{identifiers}', '[{"scheme":"gtin","value":"4006381333931"},{"scheme":"mpn","value":"CP-32-1000","issuer":"ACME"}]')::json`,
    );
    await line.pool.query(
      'insert into match_block (block, key) select m.block, r.key from match_block m cross join record r on conflict do nothing',
    );
    await offer(line, eu, twin);
    expect(await records()).toHaveLength(3);
    expect(await reviews()).toHaveLength(2);
  });

  test('is not linked to what its system keeps under another number: that asks', async () => {
    await offer(line, na, pump);
    await offer(line, na, { ...twin, no: '4712' });
    expect(await records()).toHaveLength(2);
    const [review] = await rows('select reasons from match_review');
    expect(review!['reasons']).toContainEqual({ by: 'sameSystem', a: '4711', b: '4712', veto: true });
  });

  test('meets its like of the same batch', async () => {
    await offer(line, na, pump, { ...twin, no: '4712' });
    expect(await records()).toHaveLength(2);
    expect(await reviews()).toHaveLength(1);
  });

  test('is found by what a record was told later', async () => {
    await offer(line, na, { ...pump, gtin: '', mpn: '' });
    await offer(line, na, { ...pump, _id: 'later' });
    await offer(line, eu, twin);
    expect(await records()).toHaveLength(1);
  });

  test('is found among records from before there was matching', async () => {
    const off = await openInlet(line, { ...items('na-2'), matching: { off: true } });
    await offer(line, off, pump);
    const { matcher } = eu;
    await prepareMatching(line.pool, new Map([['item', matcher!]]));
    await offer(line, eu, twin);
    expect(await records()).toHaveLength(1);
  });

  test('told by two systems at once is one record', async () => {
    const many = Array.from({ length: 200 }, (_, i) => ({
      ...pump,
      no: String(i),
      gtin: '',
      mpn: `CP-32-${1000 + i}`,
      drawing: `DR${2000 + i}`,
    }));
    const theirs = many.map((item) => ({ ...item, no: `P${item.no}` }));
    const half = (list: typeof many, i: number) => list.slice(i * 100, i * 100 + 100);
    await Promise.all([
      offer(line, na, ...half(many, 0)).then(() => offer(line, na, ...half(many, 1))),
      offer(line, eu, ...half(theirs, 0)).then(() => offer(line, eu, ...half(theirs, 1))),
    ]);
    expect(await records()).toHaveLength(200);
    expect(await rows('select from observation')).toHaveLength(400);
  });

  test('is found nowhere where matching is off', async () => {
    const off = await openInlet(line, { ...items('eu-2'), matching: { off: true } });
    await offer(line, na, pump);
    await offer(line, off, { ...twin, gtin: '' });
    expect(await records()).toHaveLength(2);
  });
});

test('what is known by its cross-reference costs matching nothing', async () => {
  await offer(line, na, pump);
  const statements: string[] = [];
  const count = (text: unknown) => statements.push(String((text as { name?: string }).name ?? text));
  line.pool.on('acquire', (connection) => {
    const query = connection.query;
    connection.query = function (this: unknown, ...given: unknown[]) {
      count(given[0]);
      return (query as (...all: unknown[]) => unknown).apply(connection, given);
    } as typeof query;
  });
  await offer(line, na, { ...pump, unit: 'KGM', _id: '2' });
  expect(statements.filter((name) => name.startsWith('match-'))).toEqual([]);
  expect(statements).toContain('record-update');
  expect(await readAll(line.pool, 0, 10)).toHaveLength(2);
});

const keyOf = (outcome: unknown) => (outcome as { key: string }).key;
const records = () => rows('select key from record');
const reviews = () => rows('select a_key, b_key, score, state from match_review order by id');

async function rows(text: string): Promise<Record<string, unknown>[]> {
  return (await line.pool.query(text)).rows;
}
