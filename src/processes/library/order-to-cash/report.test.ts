import { expect, test } from 'vitest';
import { libraryChart } from '../../../landscape/processes/useProcess.ts';
import { loadModel } from '../../../quality/loadModel.ts';
import { compileMachine } from '../../machine.ts';
import { type Step, step } from '../../step.ts';
import { readLibrary } from '../readLibrary.ts';

const library = await readLibrary();
const machine = compileMachine(libraryChart(library.get('order-to-cash')!, [])!, await loadModel());

/** Three pieces from Detroit, two from Stuttgart, entered in both ERPs. */
const CONTEXT = {
  ...{
    order: 'so~crm~1',
    wanted: [],
    shipped: [],
    invoices: [],
    numbered: 2,
    entering: 0,
    earlier: 0,
    entered: 1,
  },
  orders: [
    { order: 'so~crm~1', no: 0, site: 'detroit' },
    { order: 'so~crm~1.1', no: 1, site: 'stuttgart' },
  ],
  parts: [
    { line: '1', quantity: '3' },
    { line: '1', quantity: '2' },
  ],
  parameters: { reports: true },
};
const BOTH = [
  { order: 'so~crm~1', site: 'detroit' },
  { order: 'so~crm~1.1', site: 'stuttgart' },
];

test('an order is reported as confirmed, partly shipped, and shipped when the last part has left, whichever that is', () => {
  const entered = taken({ open: 'ordering' }, CONTEXT, 'enter.delivered', 'so~crm~1.1');
  expect(reported(entered)).toEqual({
    status: 'confirmed',
    deliveryStatus: 'none',
    orders: BOTH,
    shipments: [],
  });
  const partly = taken(entered.state, entered.context, 'shipment.changed', 'shp~eu-erp~1', left('2'));
  expect(reported(partly)).toMatchObject({
    ...{ status: 'inProcess', deliveryStatus: 'partial', shipments: ['shp~eu-erp~1'] },
  });
  const wholly = taken(partly.state, partly.context, 'shipment.changed', 'shp~na-erp~1', left('3'));
  expect(reported(wholly)).toMatchObject({
    ...{ status: 'fulfilled', deliveryStatus: 'complete', shipments: ['shp~eu-erp~1', 'shp~na-erp~1'] },
  });
});

test('an order of which one line left with more than was ordered, and another not, is not shipped', () => {
  const two = { ...CONTEXT, parts: [...CONTEXT.parts, { line: '2', quantity: '1' }] };
  const step = taken({ fulfilling: 'partlyShipped' }, two, 'shipment.changed', 'shp~na-erp~1', left('9'));
  expect(reported(step)).toMatchObject({ status: 'inProcess', deliveryStatus: 'partial' });
});

test('an order of which something is still short is not shipped when all that there was has left', () => {
  const short = { ...CONTEXT, wanted: [{ line: '1', item: 'itm_1' }] };
  const step = taken({ fulfilling: 'partlyShipped' }, short, 'shipment.changed', 'shp~na-erp~1', left('5'));
  expect(reported(step)).toMatchObject({ status: 'inProcess', deliveryStatus: 'partial' });
});

test('an order of which nothing leaves is reported as cancelled', () => {
  const step = taken('releasing', { ...CONTEXT, orders: [], parts: [] }, 'release.delivered', 'so~crm~1');
  expect(reported(step)).toEqual({ status: 'cancelled', deliveryStatus: 'none', orders: [], shipments: [] });
});

test('where nobody takes reports none is given', () => {
  const context = { ...CONTEXT, parameters: { reports: false } };
  const { commands } = taken({ open: 'ordering' }, context, 'enter.delivered', 'so~crm~1.1');
  expect(commands).toEqual([]);
});

test('what left before it was noted by line is of the only line there is; else the instance stays on its version', () => {
  const moved = (...lines: string[]) => {
    const parts = lines.map((line) => ({ line, quantity: '1' }));
    const context = { parts, shipped: [{ shipment: 'shp~na-erp~1', quantity: '1' }] };
    return machine.migrations.get(3)!({
      context,
      event: { type: 'migrate', subject: '', time: '', data: {} },
    });
  };
  expect(moved('10', '10')['shipped']).toEqual([{ shipment: 'shp~na-erp~1', line: '10', quantity: '1' }]);
  expect(() => moved('10', '20')).toThrow('what left is not known by line');
});

function taken(state: Step['state'], context: object, type: string, subject: string, data = {}): Step {
  return step(machine, { state, context: context as never }, { type, subject, time: '', data }) as Step;
}

function reported({ commands }: Step): unknown {
  return commands.find(({ name }) => name === 'report')?.data;
}

function left(quantity: string): object {
  return {
    record: {
      status: 'departed',
      site: 'x',
      lines: [{ lineNo: '1', quantity: { value: quantity, unit: 'EA' } }],
    },
  };
}
