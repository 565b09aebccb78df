import { testRules } from '../../src/quality/ruleTable.testing.ts';
import { rules } from './rules.ts';

const each = (value: string) => ({ value, unit: 'EA' });
const price = { amount: '99.5', currency: 'EUR', per: { value: '10', unit: 'EA' } };
const line = { lineNo: '10', item: { item: 'itm_01JN7Q00000000000000000000' }, quantity: each('40'), price };

const sound = {
  number: 'S-1001',
  system: 'crm',
  status: 'open',
  site: 'stuttgart',
  documentDate: '2025-03-01',
  orderKind: 'standard',
  parties: [{ role: 'soldTo', party: 'cus_01JN7Q00000000000000000000' }],
  requested: '2025-03-20',
  total: { amount: '398', currency: 'EUR' },
  lines: [line],
};

const schedules = (...quantities: string[]) => ({
  lines: [
    {
      ...line,
      schedules: quantities.map((quantity, i) => ({
        no: String(i + 1),
        confirmed: { quantity: each(quantity), date: '2025-03-21' },
      })),
    },
  ],
});

const promised = (date: string) => ({
  lines: [{ ...line, schedules: [{ no: '1', confirmed: { quantity: each('1'), date } }] }],
});

testRules('salesOrder', rules, sound, [
  {
    rule: 'DC-03',
    accepts: { requested: '2025-03-01' },
    refuses: { requested: '2025-02-28' },
    field: 'requested',
  },
  {
    rule: 'DC-05',
    accepts: { total: { amount: '398.01' } },
    refuses: { total: { amount: '398.02' } },
    field: 'total.amount',
  },
  {
    rule: 'DC-07',
    accepts: { total: null, lines: [{ ...line, quantity: { value: '4.9', unit: 'KGM' } }] },
    refuses: { total: null, lines: [{ ...line, quantity: each('4.9') }] },
    field: 'lines[0].quantity',
  },
  {
    rule: 'SO-01',
    accepts: schedules('30', '10'),
    refuses: schedules('30', '11'),
    field: 'lines[0].schedules',
  },
  {
    rule: 'SO-02',
    accepts: promised('2025-03-01'),
    refuses: promised('2025-02-27'),
    field: 'lines[0].schedules[0].confirmed.date',
  },
  {
    rule: 'SO-05',
    accepts: { orderKind: 'return', refs: [{ entity: 'shipment', number: '8001' }] },
    refuses: { orderKind: 'return', refs: [{ entity: 'salesOrder', number: 'S-1' }] },
    field: 'refs',
  },
]);
