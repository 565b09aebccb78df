import { expect, test } from 'vitest';
import type { JsonObject } from '../vocabulary/json.ts';
import { obstaclesOf } from './obstacles.ts';
import { exact } from './owed.ts';

const QUESTION = {
  ...{
    customer: 'cus_1',
    customerStatuses: ['active'],
    customerHolds: ['all', 'order'],
    itemStatuses: ['active', 'phaseOut'],
  },
  company: 'us01',
  lines: [
    {
      item: 'itm_1',
      quantity: { value: '10', unit: 'EA' },
      price: { amount: '500', currency: 'USD', per: { value: '100', unit: 'EA' } },
    },
    { item: 'itm_2', quantity: { value: '2', unit: 'EA' }, price: { amount: '25.5', currency: 'USD' } },
  ],
};
const CUSTOMER = { status: 'active' };

test('customer and items that are fit are no obstacle', () => {
  expect(found(CUSTOMER)).toEqual([]);
});

test.each([
  ['a customer whom nobody knows', undefined, [{ kind: 'unknownCustomer', key: 'cus_1' }]],
  [
    'a customer who is blocked',
    { status: 'blocked' },
    [{ kind: 'customerStatus', key: 'cus_1', is: 'blocked' }],
  ],
  [
    'a hold on orders, but not one on invoices',
    { status: 'active', holds: [{ kind: 'billing' }, { kind: 'order', reason: 'unpaid' }] },
    [{ kind: 'customerHold', key: 'cus_1', is: 'order' }],
  ],
  [
    'an order worth more than the limit at its company',
    limited('100.99', 'USD'),
    [{ kind: 'creditLimit', key: 'cus_1', is: '100.99 USD' }],
  ],
  ['an order worth just the limit', limited('101', 'USD'), []],
  [
    'a limit in another currency',
    limited('1000', 'EUR'),
    [{ kind: 'creditLimit', key: 'cus_1', is: '1000 EUR; priced in USD' }],
  ],
  [
    'a limit at another company',
    { status: 'active', companies: { de01: { creditLimit: { amount: '1', currency: 'USD' } } } },
    [],
  ],
])('%s', (_, customer, obstacles) => {
  expect(found(customer as never)).toEqual(obstacles);
});

test('what an order is worth is summed up to the cent', () => {
  const price = { amount: '0.1', currency: 'USD' };
  const lines = [{ item: 'itm_1', quantity: { value: '3', unit: 'EA' }, price }];
  const customers = new Map([['cus_1', limited('0.3', 'USD')]]);
  const items = new Map([['itm_1', { status: 'active' }]]);
  expect(obstaclesOf({ ...QUESTION, lines }, customers, items)).toEqual([]);
});

test.each([
  ['19', [], []],
  ['19.01', [], ['120 USD; 19.01 USD owed already']],
  ['20', ['EUR'], ['120 USD; 20 USD owed already; what is owed in EUR is left out']],
])(
  'an order of 101 with %s owed already, and something in %j, counts against a limit of 120',
  (owed, leftOut, is) => {
    const customers = new Map([['cus_1', limited('120', 'USD')]]);
    const items = new Map(['itm_1', 'itm_2'].map((key) => [key, { status: 'active' }]));
    const found = obstaclesOf(QUESTION, customers, items, { amount: exact(owed), leftOut });
    expect(found.map((each) => each.is)).toEqual(is);
  },
);

test('items that are not sold, or not known, are named once', () => {
  const lines = [...QUESTION.lines, ...QUESTION.lines];
  const items = new Map([['itm_1', { status: 'blocked' }]]);
  expect(obstaclesOf({ ...QUESTION, lines }, new Map([['cus_1', CUSTOMER]]), items)).toEqual([
    { kind: 'itemStatus', key: 'itm_1', is: 'blocked' },
    { kind: 'unknownItem', key: 'itm_2' },
  ]);
});

function found(customer: JsonObject | undefined) {
  const items = new Map([
    ['itm_1', { status: 'active' }],
    ['itm_2', { status: 'phaseOut' }],
  ]);
  return obstaclesOf(QUESTION, new Map(customer ? [['cus_1', customer]] : []), items);
}

function limited(amount: string, currency: string): JsonObject {
  return { status: 'active', companies: { us01: { creditLimit: { amount, currency } } } };
}
