import { testRules } from '../../src/quality/ruleTable.testing.ts';
import { rules } from './rules.ts';

const each = (value: string) => ({ value, unit: 'EA' });
const item = { item: 'itm_01JN7Q00000000000000000000' };
const line = { lineNo: '10', item, quantity: each('20'), lot: { lot: 'L77' } };
const pallet = (value: string) => ({
  id: 'HU1',
  sscc: '106141412345678908',
  type: 'XPX',
  contents: [{ item, quantity: each(value), lot: { lot: 'L77' } }],
});

const sound = {
  number: '80001',
  system: 'wms-columbus',
  status: 'departed',
  site: 'columbus',
  direction: 'outbound',
  kind: 'order',
  planned: { ship: '2025-03-01', deliver: '2025-03-04' },
  handlingUnits: [pallet('20')],
  lines: [line],
};

testRules('shipment', rules, sound, [
  {
    rule: 'DC-03',
    accepts: { planned: { ship: '2025-03-04' } },
    refuses: { planned: { ship: '2025-03-05' } },
    field: 'planned.deliver',
  },
  {
    rule: 'DC-07',
    accepts: { handlingUnits: null, lines: [{ ...line, quantity: each('1') }] },
    refuses: { handlingUnits: null, lines: [{ ...line, quantity: each('1.5') }] },
    field: 'lines[0].quantity',
  },
  {
    rule: 'SH-01',
    accepts: { handlingUnits: [{ id: 'HU1', sscc: '106141412345678908' }] },
    refuses: { handlingUnits: [{ id: 'HU1', sscc: '106141412345678909' }] },
    field: 'handlingUnits[0].sscc',
  },
  {
    rule: 'SH-02',
    accepts: { status: 'picking', handlingUnits: [pallet('19')] },
    refuses: { status: 'packed', handlingUnits: [pallet('19')] },
    field: 'handlingUnits',
  },
  {
    rule: 'SH-05',
    accepts: { actual: { ship: '2025-03-01T10:00:00Z', deliver: '2025-03-01T11:00:00Z' } },
    refuses: { actual: { ship: '2025-03-01T10:00:00Z', deliver: '2025-03-01T09:00:00Z' } },
    field: 'actual.deliver',
  },
]);
