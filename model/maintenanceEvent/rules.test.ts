import { testRules } from '../../src/quality/ruleTable.testing.ts';
import { factExamples, soundFact } from '../rules/fact.testing.ts';
import { rules } from './rules.ts';

const sound = {
  ...soundFact,
  kind: 'breakdown',
  equipment: 'wc~detroit~LATHE1',
  impact: 'stop',
  from: '2025-03-01T08:00:00.000Z',
};

testRules('maintenanceEvent', rules, sound, [
  ...factExamples,
  {
    rule: 'FA-05',
    accepts: { reading: { value: '10', unit: 'HUR' } },
    refuses: { reading: { value: '-10', unit: 'HUR' } },
    field: 'reading.value',
  },
  {
    rule: 'MN-01',
    accepts: { expectedReturn: '2025-03-02T08:00:00Z', to: '2025-03-01T09:00:00Z' },
    refuses: { to: '2025-03-01T07:00:00Z' },
    field: 'to',
  },
  {
    rule: 'MN-03',
    accepts: { from: '2025-02-27T08:00:00Z', expectedReturn: '2025-03-05T08:00:00Z' },
    refuses: { from: '2025-02-27T08:00:00Z' },
    field: 'expectedReturn',
  },
  {
    rule: 'MN-04',
    accepts: { kind: 'calibration', nextDue: '2026-03-01' },
    refuses: { kind: 'calibration' },
    field: 'nextDue',
  },
]);
