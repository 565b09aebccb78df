import { testRules } from '../../src/quality/ruleTable.testing.ts';
import { rules } from './rules.ts';

const euro = (amount: string) => ({ amount, currency: 'EUR' });
const line = {
  lineNo: '1',
  item: { item: 'itm_01JN7Q00000000000000000000' },
  quantity: { value: '10', unit: 'EA' },
  net: euro('100'),
};

const sound = {
  number: '51001',
  system: 'eu-erp',
  status: 'issued',
  company: 'de01',
  documentDate: '2025-03-01',
  parties: [{ role: 'billTo', party: 'cus_01JN7Q00000000000000000000' }],
  direction: 'receivable',
  kind: 'invoice',
  invoiceNumber: 'R-1',
  net: euro('100'),
  tax: euro('19'),
  gross: euro('119'),
  lines: [line],
};

testRules('invoice', rules, sound, [
  {
    rule: 'DC-07',
    accepts: { lines: [line] },
    refuses: { lines: [{ ...line, quantity: { value: '0.5', unit: 'EA' } }] },
    field: 'lines[0].quantity',
  },
  {
    rule: 'IN-02',
    accepts: { gross: euro('119.01') },
    refuses: { gross: euro('119.02') },
    field: 'gross.amount',
  },
  {
    rule: 'IN-02',
    accepts: { lines: [{ ...line, net: euro('99.99') }] },
    refuses: { lines: [{ ...line, net: euro('90') }] },
    field: 'net.amount',
  },
  {
    rule: 'IN-04',
    accepts: { kind: 'creditNote', refs: [{ entity: 'invoice', number: '51000' }] },
    refuses: { kind: 'creditNote' },
    field: 'refs',
  },
]);
