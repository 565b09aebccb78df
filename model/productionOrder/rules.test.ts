import { testRules } from '../../src/quality/ruleTable.testing.ts';
import { rules } from './rules.ts';

const each = (value: string) => ({ value, unit: 'EA' });
const component = { lineNo: '1', item: { item: 'itm_01JN7Q00000000000000000001' }, required: each('100') };

const sound = {
  number: '1000123',
  system: 'na-erp',
  status: 'released',
  site: 'detroit',
  item: { item: 'itm_01JN7Q00000000000000000000' },
  quantity: each('100'),
  orderKind: 'discrete',
  planned: { from: '2025-03-03', to: '2025-03-07T16:00:00.000Z' },
  components: [component],
  operations: [{ operationNo: '0010', name: 'turn' }],
};

testRules('productionOrder', rules, sound, [
  {
    rule: 'DC-07',
    accepts: { quantity: each('99') },
    refuses: { quantity: each('99.5') },
    field: 'quantity',
  },
  {
    rule: 'PR-02',
    accepts: { quantity: each('1') },
    refuses: { quantity: each('0') },
    field: 'quantity.value',
  },
  {
    rule: 'PR-03',
    accepts: { planned: { from: '2025-03-07', to: '2025-03-07' } },
    refuses: { planned: { from: '2025-03-08', to: '2025-03-07' } },
    field: 'planned.to',
  },
  {
    rule: 'PR-04',
    accepts: { yield: each('100'), scrap: each('10') },
    refuses: { yield: each('100'), scrap: each('11') },
    field: 'yield',
  },
  {
    rule: 'PR-07',
    accepts: { components: [{ ...component, withdrawn: each('110') }] },
    refuses: { components: [{ ...component, withdrawn: each('111') }] },
    field: 'components[0].withdrawn',
  },
]);
