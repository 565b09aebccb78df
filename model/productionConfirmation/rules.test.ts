import { testRules } from '../../src/quality/ruleTable.testing.ts';
import { factExamples, soundFact } from '../rules/fact.testing.ts';
import { rules } from './rules.ts';

const each = (value: string) => ({ value, unit: 'EA' });

const sound = {
  ...soundFact,
  order: { entity: 'productionOrder', system: 'na-erp', number: '1000123' },
  operationNo: '0010',
  kind: 'progress',
  yield: each('10'),
  goodsMovement: 'separate',
};

testRules('productionConfirmation', rules, sound, [
  ...factExamples,
  { rule: 'FA-05', accepts: { scrap: each('0') }, refuses: { scrap: each('-1') }, field: 'scrap.value' },
  { rule: 'DC-07', accepts: { yield: each('1') }, refuses: { yield: each('1.5') }, field: 'yield' },
  {
    rule: 'PN-03',
    accepts: { times: { started: '2025-03-01T07:00:00Z', ended: '2025-03-01T08:15:30Z' } },
    refuses: { times: { started: '2025-03-01T08:00:00Z', ended: '2025-03-01T07:00:00Z' } },
    field: 'times.ended',
  },
  {
    rule: 'PN-03',
    accepts: { times: { ended: '2025-03-01T08:15:30Z' } },
    refuses: { times: { ended: '2025-03-01T08:15:31Z' } },
    field: 'occurredAt',
  },
]);
