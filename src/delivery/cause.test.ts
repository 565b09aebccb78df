import { expect, test } from 'vitest';
import { problem } from '../vocabulary/problem.ts';
import { causeOf } from './cause.ts';

const code = (value: string, more = {}) =>
  problem('code-unknown', 'map', `"${value}" has no translation`, { list: 'unit', value, ...more });
const refused = (words: string) => problem('target-rejected', 'send', words);
const idOf = (...of: Parameters<typeof causeOf>) => causeOf(...of).id;

test('a value that a code list lacks is one cause in all interfaces and fields of a system, and another in the next', () => {
  const here = causeOf('in', 'na-erp/orders', code('BX', { field: 'lines[2].quantity.unit' }));
  expect(here.title).toBe("unit 'BX' of na-erp has no translation");
  expect(idOf('in', 'na-erp/items', code('BX', { field: 'baseUnit' }))).toBe(here.id);
  expect(idOf('in', 'na-erp/orders', code('PK'))).not.toBe(here.id);
  expect(idOf('in', 'eu-erp/orders', code('BX'))).not.toBe(here.id);
  expect(idOf('out', 'na-erp/orders', code('BX'))).not.toBe(here.id);
});

test('a thing that is not known is one cause, whoever names it', () => {
  const awaits = problem('reference-unknown', 'identify', 'item 4711 …', { awaits: 'item na-erp 47 11' });
  expect(causeOf('in', 'wms/movements', awaits)).toEqual({
    id: idOf('in', 'mes/confirmations', awaits),
    title: 'item 47 11 of na-erp is not known to the hub yet',
  });
});

test('the words of a target are one cause whatever numbers stand in them, but not whatever it answered', () => {
  const id = idOf('out', 'na-erp/orders', refused('PUT /orders/SO-4711 answered 422: customer 12 blocked'));
  const words = (text: string) => idOf('out', 'na-erp/orders', refused(text));
  expect(words('PUT /orders/SO-4712 answered 422: customer 9 blocked')).toBe(id);
  expect(words('PUT /orders/SO-4712 answered 409: customer 9 blocked')).not.toBe(id);
  expect(words('PUT /orders/SO-4712 answered 422: item 9 blocked')).not.toBe(id);
  expect(
    idOf('out', 'eu-erp/orders', refused('PUT /orders/SO-4711 answered 422: customer 12 blocked')),
  ).not.toBe(id);
});

test('the title of a broken rule names the rule once, and what it means', () => {
  const detail =
    'identifiers[0].value: 4012345017794 is no valid gtin (IT-02: GTINs have a valid check digit)';
  const { title } = causeOf('in', 'erp/items', problem('rule-violated', 'check', detail, { rule: 'IT-02' }));
  expect(title).toBe(
    'erp/items: rule IT-02: identifiers[#].value: # is no valid gtin (GTINs have a valid check digit)',
  );
});

test('a rule is one cause in every line of a document', () => {
  const broken = (no: number) =>
    problem('rule-violated', 'check', `lines[${no}]: quantity ${no} is negative`, {
      rule: 'SO-03',
      value: `-${no}`,
    });
  expect(idOf('in', 'crm/orders', broken(1))).toBe(idOf('in', 'crm/orders', broken(17)));
});
