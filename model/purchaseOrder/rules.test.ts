import { testRules } from '../../src/quality/ruleTable.testing.ts';
import { rules } from './rules.ts';

const each = (value: string) => ({ value, unit: 'EA' });
const line = { lineNo: '10', item: { item: 'itm_01JN7Q00000000000000000000' }, quantity: each('100') };

const sound = {
  number: '45001',
  system: 'na-erp',
  status: 'sent',
  site: 'detroit',
  documentDate: '2025-03-01',
  orderKind: 'standard',
  parties: [{ role: 'supplier', party: 'sup_01JN7Q00000000000000000000' }],
  tolerance: { over: '10' },
  lines: [line],
};

const received = (value: string) => ({
  lines: [{ ...line, schedules: [{ no: '1', received: { quantity: each(value) } }] }],
});
const promised = (date: string) => ({
  lines: [{ ...line, schedules: [{ no: '1', confirmed: { quantity: each('100'), date } }] }],
});

testRules('purchaseOrder', rules, sound, [
  {
    rule: 'DC-07',
    accepts: { lines: [{ ...line, quantity: each('1') }] },
    refuses: { lines: [{ ...line, quantity: each('1.5') }] },
    field: 'lines[0].quantity',
  },
  { rule: 'PO-02', accepts: received('110'), refuses: received('111'), field: 'lines[0].schedules' },
  {
    rule: 'PO-05',
    accepts: promised('2025-03-01'),
    refuses: promised('2025-02-01'),
    field: 'lines[0].schedules[0].confirmed.date',
  },
]);
