import { expect, test } from 'vitest';
import { libraryChart } from '../../../landscape/processes/useProcess.ts';
import { loadModel } from '../../../quality/loadModel.ts';
import { compileMachine } from '../../machine.ts';
import { played } from '../../play.testing.ts';
import { readLibrary } from '../readLibrary.ts';

const library = await readLibrary();
const machine = compileMachine(libraryChart(library.get('order-to-cash')!, [])!, await loadModel());

test('an order that was promised anew and is cancelled then is taken back from the ERP where it stands, and only there', () => {
  const order = played(machine, 'so~crm~1');
  order.tell('salesOrder.changed', {
    record: {
      ...{ system: 'crm', status: 'open', requested: '2026-01-10' },
      parties: [{ role: 'soldTo', party: 'cus_1' }],
      lines: [{ lineNo: '1', item: { item: 'itm_1' }, quantity: { value: '5', unit: 'EA' } }],
    },
  });
  order.answer('delivered', undefined, { obstacles: [] });
  order.answer('delivered', undefined, from('detroit'));
  order.answer('delivered');
  expect(order.tell('promising.changed', from('toledo'))).toEqual([['withdraw', 'so~crm~1']]);
  order.answer('delivered');
  order.answer('delivered');
  expect(order.instance().state).toEqual({ fulfilling: 'released' });
  expect(order.ask('cancel')).toEqual([
    ['withdraw', 'so~crm~1.1'],
    ['release', 'so~crm~1'],
  ]);
  order.answer('delivered');
  expect(order.instance().status).toBe('cancelled');
});

function from(site: string) {
  const part = { site, quantity: '5', day: '2026-01-10', arrives: '2026-01-10' };
  return { promise: { lines: [{ line: '1', item: 'itm_1', unit: 'EA', parts: [part] }] } };
}
