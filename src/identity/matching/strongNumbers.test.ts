import { describe, expect, test } from 'vitest';
import { loadModel } from '../../quality/loadModel.ts';
import type { JsonObject } from '../../vocabulary/json.ts';
import { renumbered, strongNumbersOf } from './strongNumbers.ts';

const model = await loadModel();
const numbersOf = (entity: string, change = {}) => strongNumbersOf(model.entities.get(entity)!, change)!;
const [items, suppliers] = [numbersOf('item'), numbersOf('supplier')];

const having = (...written: string[]): JsonObject => ({
  identifiers: written.map((each) => {
    const [scheme, value, issuer] = each.split(':');
    return { scheme, value, ...(issuer && { issuer }) } as JsonObject;
  }),
});

/** What stood and was said, and what is said and would stand. */
const turning = (numbers: typeof items, from: JsonObject, to: JsonObject) =>
  renumbered(numbers, { before: from, now: to, stands: from, becomes: to });

describe('a number that names the thing changes', () => {
  test('when another one of its kind takes its place: both are named', () => {
    const [old, other] = [having('gtin:4006381333931'), having('gtin:4012345678901')];
    expect(turning(items, old, other)).toEqual([
      '/identifiers/gtin++4006381333931',
      '/identifiers/gtin++4012345678901',
    ]);
    expect(turning(suppliers, having('vat:DE811569869'), having('tax:13/815/08150'))).toHaveLength(2);
    expect(turning(suppliers, having('lei:529900T8BM49AURSDO55'), having())).toEqual([
      '/identifiers/lei++529900T8BM49AURSDO55',
    ]);
  });

  test('when it is the part number of the maker, or one of the numbers that all systems share', () => {
    const made = (partNumber: string) => ({ number: 'NF-000001', maker: { party: 'sup_1', partNumber } });
    expect(turning(items, made('A-100'), made('A-200'))).toEqual(['/maker']);
    const shared = numbersOf('item', { sharedNumbers: '^NF-\\d{6}$' });
    expect(turning(shared, { number: 'NF-000001' }, { number: 'NF-000002' })).toEqual(['/number']);
    expect(turning(shared, { number: '4711' }, { number: '4712' })).toEqual([]);
  });

  test('also where lists are partial, and after the one said last was not taken over', () => {
    const [stands, said, says] = [
      having('duns:150483782'),
      having('duns:150483783'),
      having('duns:150483784'),
    ];
    const partial = {
      before: stands,
      now: said,
      stands,
      becomes: having('duns:150483782', 'duns:150483783'),
    };
    const both = ['/identifiers/duns++150483782', '/identifiers/duns++150483783'];
    expect(renumbered(suppliers, partial)).toEqual(both);
    const again = { before: said, now: says, stands, becomes: having('duns:150483782', 'duns:150483784') };
    expect(renumbered(suppliers, again)).toEqual([both[0], '/identifiers/duns++150483784']);
  });

  test('but not by the first of its kind, one beside it, another spelling, another issuer, or a number that is not strong', () => {
    expect(turning(items, {}, having('gtin:4006381333931'))).toEqual([]);
    expect(
      turning(suppliers, having('vat:DE811569869'), having('vat:DE811569869', 'vat:FR40303265045')),
    ).toEqual([]);
    expect(turning(suppliers, having('vat:DE811569869'), having('vat:DE 811 569 869'))).toEqual([]);
    expect(turning(items, having('gtin:4006381333931'), having('gtin:04006381333931'))).toEqual([]);
    expect(turning(suppliers, having('reg:HRB1:ulm'), having('reg:HRB1:ulm', 'reg:HRB2:bonn'))).toEqual([]);
    expect(turning(suppliers, having('gln:4012345000009'), having('gln:4012345000016'))).toEqual([]);
  });
});

test('what the landscape gives no weight, or does not match by, names nothing', () => {
  const unweighed = numbersOf('item', { weights: { gtin: 0 } });
  expect(turning(unweighed, having('gtin:4006381333931'), having('gtin:4012345678901'))).toEqual([]);
  expect(strongNumbersOf(model.entities.get('item')!, { off: true })).toBeUndefined();
  expect(strongNumbersOf(model.entities.get('bom')!, undefined)).toBeUndefined();
});
