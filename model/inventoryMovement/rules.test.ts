import { testRules } from '../../src/quality/ruleTable.testing.ts';
import { factExamples, soundFact } from '../rules/fact.testing.ts';
import { rules } from './rules.ts';

const each = (value: string) => ({ value, unit: 'EA' });
const side = { site: 'detroit', location: '0001', stockStatus: 'unrestricted', ownership: 'own' };
const refs = [{ entity: 'productionOrder', system: 'na-erp', number: '1000123', line: '0010' }];

const sound = {
  ...soundFact,
  movementType: 'productionIssue',
  item: { item: 'itm_01JN7Q00000000000000000000' },
  quantity: { value: '12', unit: 'EA', entered: { value: '1', unit: 'DZN' } },
  baseQuantity: each('12'),
  from: { ...side, lot: { lot: 'L77' } },
  refs,
};

const moved = (to: Record<string, string>) => ({ movementType: 'locationTransfer', from: side, to });

testRules('inventoryMovement', rules, sound, [
  ...factExamples,
  {
    rule: 'FA-05',
    accepts: { quantity: each('0') },
    refuses: { quantity: each('-12') },
    field: 'quantity.value',
  },
  {
    rule: 'DC-07',
    accepts: { baseQuantity: each('5') },
    refuses: { baseQuantity: each('4.9') },
    field: 'baseQuantity',
  },
  {
    rule: 'MV-01',
    accepts: { movementType: 'productionReceipt', from: null, to: side },
    refuses: { movementType: 'productionReceipt' },
    field: 'movementType',
  },
  {
    rule: 'MV-01',
    accepts: { movementType: 'countDifference' },
    refuses: { movementType: 'countDifference', to: { ...side, location: '0002' } },
    field: 'movementType',
  },
  {
    rule: 'MV-01',
    accepts: moved({ ...side, location: '0002' }),
    refuses: moved({ ...side, site: 'toledo' }),
    field: 'to.site',
  },
  {
    rule: 'MV-03',
    accepts: { baseQuantity: each('2'), serials: [{ serial: 'A' }, { serial: 'B' }] },
    refuses: { baseQuantity: each('3'), serials: [{ serial: 'A' }, { serial: 'B' }] },
    field: 'serials',
  },
  {
    rule: 'MV-04',
    accepts: { refs },
    refuses: { refs: [{ entity: 'salesOrder', number: '1' }] },
    field: 'refs',
  },
  { rule: 'MV-06', accepts: moved({ ...side, bin: 'A-01' }), refuses: moved(side), field: 'to' },
]);
