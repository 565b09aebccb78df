import { testRules } from '../../src/quality/ruleTable.testing.ts';
import { factExamples, soundFact } from '../rules/fact.testing.ts';
import { rules } from './rules.ts';

const each = (value: string) => ({ value, unit: 'EA' });
const result = {
  characteristic: 'diameter',
  value: '10.02',
  unit: 'MMT',
  lower: '9.95',
  upper: '10.05',
  verdict: 'pass',
};

const sound = {
  ...soundFact,
  kind: 'inspection',
  caseNumber: 'QL-1',
  subject: { item: { item: 'itm_01JN7Q00000000000000000000' }, lot: { lot: 'L77' } },
  results: [result],
};

testRules('qualityEvent', rules, sound, [
  ...factExamples,
  {
    rule: 'FA-05',
    accepts: { defective: each('0') },
    refuses: { defective: each('-1') },
    field: 'defective.value',
  },
  { rule: 'DC-07', accepts: { quantity: each('1') }, refuses: { quantity: each('1.5') }, field: 'quantity' },
  {
    rule: 'QE-01',
    accepts: { results: [{ ...result, value: '10.05' }] },
    refuses: { results: [{ ...result, value: '10.06' }] },
    field: 'results[0].verdict',
  },
  {
    rule: 'QE-02',
    accepts: { quantity: each('5'), defective: each('5') },
    refuses: { quantity: each('5'), defective: each('6') },
    field: 'defective',
  },
]);
