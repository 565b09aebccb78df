import { expect, test } from 'vitest';
import { libraryChart } from '../../../landscape/processes/useProcess.ts';
import { loadModel } from '../../../quality/loadModel.ts';
import type { JsonObject } from '../../../vocabulary/json.ts';
import { compileMachine } from '../../machine.ts';
import { type Step, step } from '../../step.ts';
import { readLibrary } from '../readLibrary.ts';

const library = await readLibrary();
const machine = compileMachine(libraryChart(library.get('procure-to-pay')!, [])!, await loadModel());

/** Ten pieces at 50, and four kilograms at 200 for a hundred. */
const CONTEXT: JsonObject = {
  ...{ requisition: 'po~plan~1', order: 'po~erp~7', received: [], invoices: [], books: [], next: {} },
  lines: [
    line('10', 'itm_1', '10', 'EA', { amount: '50', per: { value: '1', unit: 'EA' } }),
    line('20', 'itm_2', '4', 'KGM', { amount: '200', per: { value: '100', unit: 'KGM' } }),
  ],
  parameters: { tolerance: 2 },
};

test('a line that is invoiced over what was received is named, though another was received over', () => {
  const received = told(told(CONTEXT, came('itm_1', '12', 'EA')), came('itm_2', '2', 'KGM'));
  const invoiced = told(received, billed(['itm_1', '10', 'EA', '500'], ['itm_2', '4', 'KGM', '8']));
  expect(differences(told(invoiced, ['settle-short', {}]))).toEqual([
    { line: '20', is: 'quantity', received: '2', invoiced: '4' },
  ]);
});

test('lines with prices that are off are named, though together they make the sum that was ordered', () => {
  expect(differences(told(CONTEXT, billed(['itm_1', '1', 'EA', '52'], ['itm_2', '4', 'KGM', '6'])))).toEqual(
    expect.arrayContaining([
      { line: '10', is: 'price', ordered: '50', invoiced: '52' },
      { line: '20', is: 'price', ordered: '8', invoiced: '6' },
    ]),
  );
});

test('a price within the tolerance is let through', () => {
  const received = told(CONTEXT, came('itm_1', '10', 'EA'));
  expect(told(received, billed(['itm_1', '10', 'EA', '509']))['next']).toEqual({
    invoice: 'inv~erp~9',
    differences: [],
  });
});

test('what was not ordered, comes in another unit, or has no price is named', () => {
  const unpriced = { ...CONTEXT, lines: [...(CONTEXT['lines'] as []), line('30', 'itm_3', '1', 'EA')] };
  const found = differences(
    told(unpriced, billed(['itm_4', '1', 'EA', '1'], ['itm_1', '1', 'KGM', '50'], ['itm_3', '1', 'EA', '1'])),
  );
  expect(found.slice(0, 3)).toEqual([
    { line: 'itm_4', is: 'notOrdered' },
    { line: '10', is: 'unit', ordered: 'EA', invoiced: 'KGM' },
    { line: '30', is: 'unpriced' },
  ]);
});

test('what is received in another unit counts in the unit that was ordered', () => {
  const [type, data] = came('itm_2', '4000', 'GRM');
  const { books } = told(CONTEXT, [type, { ...data, baseQuantity: { value: '4', unit: 'KGM' } }]) as {
    books: JsonObject[];
  };
  expect(books.map(({ line, received }) => [line, received])).toEqual([
    ['10', '0'],
    ['20', '4'],
  ]);
});

test('of an invoice over several orders the lines of the others are left out', () => {
  const other = { entity: 'purchaseOrder', key: 'po~erp~8', line: '10' };
  const [type, { record }] = billed(['itm_1', '1', 'EA', '50'], ['itm_1', '7', 'EA', '1']);
  const { lines } = record as { lines: JsonObject[] };
  const both = { ...(record as JsonObject), lines: [lines[0]!, { ...lines[1]!, order: other }] };
  const { books } = told(CONTEXT, [type, { record: both }]) as { books: JsonObject[] };
  expect(books.map(({ invoiced }) => invoiced)).toEqual(['1', '0']);
});

test('a release is taken back at the invoice that was released, whichever came since', () => {
  const asked = {
    context: { invoice: 'inv~erp~10' },
    event: { type: 'cancel', subject: '', time: '', data: {} },
  };
  expect(machine.undo('block-invoice', asked, { invoice: 'inv~erp~9' }).key).toBe('inv~erp~9');
});

type Event = [string, JsonObject];

function line(lineNo: string, item: string, value: string, unit: string, price?: JsonObject): JsonObject {
  return { lineNo, item: { item }, quantity: { value, unit }, ...(price && { price }) };
}

function came(item: string, value: string, unit: string): Event {
  const refs = [{ entity: 'purchaseOrder', key: 'po~erp~7' }];
  const data = { movementType: 'purchaseReceipt', item: { item }, quantity: { value, unit }, refs };
  return ['inventoryMovement.recorded', data];
}

function billed(...lines: [string, string, string, string][]): Event {
  const record = {
    ...{ direction: 'payable', status: 'issued' },
    lines: lines.map(([item, value, unit, amount]) => ({
      ...{ item: { item }, quantity: { value, unit }, net: { amount } },
    })),
  };
  return ['invoice.changed', { record }];
}

function told(context: JsonObject, [type, data]: Event): JsonObject {
  const event = { type, subject: 'inv~erp~9', time: '', data };
  return (step(machine, { state: 'receiving', context }, event) as Step).context;
}

function differences(context: JsonObject): JsonObject[] {
  return (context['next'] as { differences: JsonObject[] }).differences;
}
