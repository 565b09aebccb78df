import { testRules } from '../../src/quality/ruleTable.testing.ts';
import { rules } from './rules.ts';

const each = (value: string) => ({ value, unit: 'EA' });
const line = { lineNo: '10', item: { item: 'itm_01JN7Q00000000000000000000' }, quantity: each('10') };

const sound = {
  number: 'T1',
  system: 'na-erp',
  status: 'released',
  fromSite: 'detroit',
  toSite: 'columbus',
  requestedShip: '2025-03-01',
  requestedReceipt: '2025-03-04',
  lines: [line],
};

testRules('transferOrder', rules, sound, [
  {
    rule: 'DC-03',
    accepts: { requestedShip: '2025-03-04' },
    refuses: { requestedShip: '2025-03-05' },
    field: 'requestedReceipt',
  },
  {
    rule: 'DC-07',
    accepts: { lines: [line] },
    refuses: { lines: [{ ...line, quantity: each('0.5') }] },
    field: 'lines[0].quantity',
  },
  { rule: 'TO-01', accepts: { toSite: 'toledo' }, refuses: { toSite: 'detroit' }, field: 'toSite' },
  {
    rule: 'TO-02',
    accepts: { lines: [{ ...line, shipped: each('10'), received: each('9'), scrapped: each('1') }] },
    refuses: { lines: [{ ...line, shipped: each('10'), received: each('10'), scrapped: each('1') }] },
    field: 'lines[0].received',
  },
]);
