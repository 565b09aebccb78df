import { testRules } from '../../src/quality/ruleTable.testing.ts';
import { rules } from './rules.ts';

const each = (value: string) => ({ value, unit: 'EA' });

const sound = {
  item: { item: 'itm_01JN7Q00000000000000000000' },
  site: 'detroit',
  location: '0001',
  lot: { lot: 'L77', expiresOn: '2025-06-30' },
  stockStatus: 'unrestricted',
  ownership: 'own',
  onHand: each('10'),
  asOf: '2025-03-01T06:00:00.000Z',
  basis: 'snapshot',
};

testRules('inventoryPosition', rules, sound, [
  {
    rule: 'DC-07',
    accepts: { onHand: { value: '0.5', unit: 'KGM' } },
    refuses: { onHand: each('0.5') },
    field: 'onHand',
  },
  { rule: 'IP-02', accepts: { onHand: each('0') }, refuses: { onHand: each('-1') }, field: 'onHand.value' },
  { rule: 'IP-04', accepts: { reserved: each('10') }, refuses: { reserved: each('11') }, field: 'reserved' },
  {
    rule: 'IP-05',
    accepts: { lot: { expiresOn: '2025-03-01' } },
    refuses: { lot: { expiresOn: '2025-02-28' } },
    field: 'lot.expiresOn',
  },
]);
