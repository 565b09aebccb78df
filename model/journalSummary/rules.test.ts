import { testRules } from '../../src/quality/ruleTable.testing.ts';
import { factExamples, soundFact } from '../rules/fact.testing.ts';
import { rules } from './rules.ts';

const sound = {
  ...soundFact,
  company: 'us01',
  ledger: 'inventory',
  period: { kind: 'month', value: '2025-02' },
  account: '140000',
  debit: { amount: '1000', currency: 'USD' },
  credit: { amount: '900', currency: 'USD' },
  count: 12,
};

testRules('journalSummary', rules, sound, [
  ...factExamples,
  {
    rule: 'JS-03',
    accepts: { credit: { amount: '1' } },
    refuses: { credit: { currency: 'EUR' } },
    field: 'credit.currency',
  },
]);
