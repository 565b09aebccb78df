import { expect, test } from 'vitest';
import { libraryChart } from '../../../landscape/processes/useProcess.ts';
import { loadModel } from '../../../quality/loadModel.ts';
import type { JsonObject } from '../../../vocabulary/json.ts';
import { compileMachine } from '../../machine.ts';
import { type Step, step } from '../../step.ts';
import { readLibrary } from '../readLibrary.ts';

const library = await readLibrary();
const machine = compileMachine(libraryChart(library.get('intercompany-transfer')!, [])!, await loadModel());

/** Eight pieces of one item were received, and two of another. */
const CONTEXT: JsonObject = {
  ...{ order: 'to~erp~1', from: 'gdansk', to: 'toledo' },
  books: [
    { line: '10', item: 'itm_1', unit: 'EA', received: '8' },
    { line: '20', item: 'itm_2', unit: 'EA', received: '2' },
  ],
  parameters: { invoicesTold: true, tolerance: 0.5 },
};
const LINES: Line[] = [
  { line: '10', value: '8' },
  { line: '20', value: '2' },
];

test('what both companies say alike differs in nothing', () => {
  expect(compared({}, {})).toEqual({
    sold: { amount: '1000', currency: 'USD' },
    bought: { amount: '1000', currency: 'USD' },
    difference: '0',
    differences: [],
  });
});

test('a person sees both amounts and what they differ by, of which the tolerance is let through', () => {
  expect(compared({ amount: '1000' }, { amount: '1005' })).toMatchObject({
    difference: '5',
    differences: [],
  });
  expect(compared({ amount: '1000' }, { amount: '994.99' })).toMatchObject({
    difference: '-5.01',
    differences: [{ is: 'amount', sold: '1000', bought: '994.99', difference: '-5.01' }],
  });
});

test('amounts in two currencies are named, and their difference is not guessed', () => {
  const { difference, differences } = compared({}, { currency: 'EUR' });
  expect(difference).toBeUndefined();
  expect(differences).toEqual([{ is: 'currency', sold: 'USD', bought: 'EUR' }]);
});

test('an amount that an ERP does not tell is no amount that agrees', () => {
  expect(compared({}, { amount: undefined })).toMatchObject({ differences: [{ is: 'untold' }] });
});

test('a line of another quantity, in another unit or on one side only is named, though the amounts agree', () => {
  const lines = [
    { line: '10', value: '7' },
    { line: '30', value: '1' },
  ];
  expect(compared({}, { lines }).differences).toEqual([
    { line: '10', is: 'quantity', sold: '8', bought: '7' },
    { line: '20', is: 'quantity', sold: '2', bought: '0' },
    { line: '30', is: 'quantity', sold: '0', bought: '1' },
  ]);
  const others = [LINES[0]!, { line: '20', value: '2', unit: 'KGM' }];
  expect(compared({}, { lines: others }).differences).toEqual([
    { line: '20', is: 'unit', sold: 'EA', bought: 'KGM' },
  ]);
});

test('a line that names none of the order is that of its item, and several for one line count together', () => {
  const lines = [
    { item: 'itm_1', value: '5' },
    { item: 'itm_1', value: '3' },
    { item: 'itm_2', value: '2.0' },
  ];
  expect(compared({}, { lines }).differences).toEqual([]);
});

test('the receiver clears what the sender claims, and what it booked beside that as a difference', () => {
  const context = told(told(CONTEXT, 'receivable', {}), 'payable', { amount: '1004.4' });
  const event = { type: 'clear-sold.delivered', subject: '', time: '', data: {} };
  const { commands } = step(machine, { state: 'clearing', context }, event) as Step;
  expect(commands).toMatchObject([
    {
      ...{ name: 'clear-bought', key: 'inv~payable' },
      data: {
        ...{ site: 'toledo', with: 'receivable' },
        amount: { amount: '1000', currency: 'USD' },
        difference: { amount: '4.4', currency: 'USD' },
      },
    },
  ]);
});

interface Line {
  line?: string;
  item?: string;
  value: string;
  unit?: string;
}

interface Said {
  amount?: string | undefined;
  currency?: string;
  lines?: Line[];
}

function compared(sold: Said, bought: Said): JsonObject {
  return told(told(CONTEXT, 'receivable', sold), 'payable', bought)['compared'] as JsonObject;
}

function told(context: JsonObject, direction: string, said: Said): JsonObject {
  const { amount, currency = 'USD', lines = LINES } = { amount: '1000', ...said };
  const record = {
    ...{ direction, status: 'issued', number: direction, invoiceNumber: 'receivable' },
    net: { ...(amount !== undefined && { amount }), currency },
    lines: lines.map(({ line, item, value, unit = 'EA' }) => ({
      ...(item !== undefined && { item: { item } }),
      quantity: { value, unit },
      order: { key: 'to~erp~1', ...(line !== undefined && { line }) },
    })),
  };
  const event = { type: 'invoice.changed', subject: `inv~${direction}`, time: '', data: { record } };
  return (step(machine, { state: 'billing', context }, event) as Step).context;
}
