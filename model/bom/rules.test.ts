import { testRules } from '../../src/quality/ruleTable.testing.ts';
import { rules } from './rules.ts';

const line = {
  lineNo: '0010',
  item: { item: 'itm_01JN7Q00000000000000000001' },
  quantity: { value: '4', unit: 'EA' },
  basis: 'perBatch',
  supply: 'stock',
};

const sound = {
  status: 'released',
  item: { item: 'itm_01JN7Q00000000000000000000' },
  use: 'production',
  alternative: '1',
  revision: 'B',
  kind: 'standard',
  batch: { value: '2', unit: 'EA' },
  effective: { from: '2025-01-01' },
  components: [line],
};

const alternates = (...shares: string[]) =>
  shares.map((share, i) => ({ item: { item: `itm_01JN7Q000000000000000000A${i}` }, share }));
const output = {
  item: { item: 'itm_01JN7Q00000000000000000001' },
  kind: 'coProduct',
  quantity: { value: '1', unit: 'EA' },
};

testRules('bom', rules, sound, [
  {
    rule: 'BM-03',
    accepts: { components: [{ ...line, quantity: { value: '0.001', unit: 'EA' } }] },
    refuses: { components: [{ ...line, quantity: { value: '0', unit: 'EA' } }] },
    field: 'components[0].quantity.value',
  },
  {
    rule: 'BM-04',
    accepts: { components: [line] },
    refuses: { components: [{ ...line, item: { item: 'itm_01JN7Q00000000000000000000' } }] },
    field: 'components[0].item.item',
  },
  {
    rule: 'BM-07',
    accepts: { components: [{ ...line, designators: ['R1', 'R2'] }] },
    refuses: { components: [{ ...line, designators: ['R1', 'R2', 'R3'] }] },
    field: 'components[0].designators',
  },
  {
    rule: 'BM-08',
    accepts: { components: [{ ...line, alternates: alternates('40', '60') }] },
    refuses: { components: [{ ...line, alternates: alternates('40', '50') }] },
    field: 'components[0].alternates',
  },
  {
    rule: 'BM-08',
    accepts: { outputs: [{ ...output, costShare: '100' }] },
    refuses: {
      outputs: [
        { ...output, costShare: '60' },
        { ...output, item: { item: 'itm_01JN7Q00000000000000000000' }, costShare: '60' },
      ],
    },
    field: 'outputs',
  },
  {
    rule: 'BM-09',
    accepts: { components: [{ ...line, scrap: '30' }] },
    refuses: { components: [{ ...line, scrap: '30.1' }] },
    field: 'components[0].scrap',
  },
]);
