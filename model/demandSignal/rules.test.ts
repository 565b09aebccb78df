import { testRules } from '../../src/quality/ruleTable.testing.ts';
import { factExamples, soundFact } from '../rules/fact.testing.ts';
import { rules } from './rules.ts';

const bucket = (kind: string, value: string, quantity = '10') => ({
  period: { kind, value },
  quantity: { value: quantity, unit: 'EA' },
  commitment: 'firm',
});

const sound = {
  ...soundFact,
  kind: 'forecast',
  version: '7',
  horizon: { from: '2025-03-01', to: '2025-05-31' },
  item: { item: 'itm_01JN7Q00000000000000000000' },
  buckets: [bucket('week', '2025-W13'), bucket('month', '2025-04'), bucket('quarter', '2025-Q3')],
};

testRules('demandSignal', rules, sound, [
  ...factExamples,
  {
    rule: 'DS-01',
    accepts: { buckets: [bucket('week', '2025-W13'), bucket('week', '2025-W14')] },
    refuses: { buckets: [bucket('month', '2025-04'), bucket('week', '2025-W14')] },
    field: 'buckets[0].period',
  },
  {
    rule: 'DS-02',
    accepts: { buckets: [bucket('month', '2025-04', '0')] },
    refuses: { buckets: [bucket('month', '2025-04', '-1')] },
    field: 'buckets[0].quantity.value',
  },
]);
