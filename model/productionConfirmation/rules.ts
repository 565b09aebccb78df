import type { LaterRule, Rule } from '../../src/quality/rule.ts';
import { disordered } from '../rules/dates.ts';
import { decimalsRule } from '../rules/decimals.ts';
import { factLater, factTimeRules, unsignedRule } from '../rules/fact.ts';

export const rules: readonly Rule[] = [
  ...factTimeRules,
  unsignedRule('yield', 'scrap', 'rework'),
  decimalsRule('yield', 'scrap', 'rework', 'consumed.quantity', 'produced.quantity'),
  {
    id: 'PN-03',
    severity: 'E',
    meaning: 'started is not after ended, and ended not after the confirmation',
    check: (record) => [
      ...disordered(record, 'times.started', 'times.ended'),
      ...disordered(record, 'times.ended', 'occurredAt'),
    ],
  },
];

export const later: readonly LaterRule[] = [
  ...factLater,
  {
    id: 'PN-01',
    severity: 'E',
    meaning: 'the order is known and neither planned, created, closed nor cancelled',
    needs: 'the production order',
  },
  { id: 'PN-02', severity: 'E', meaning: 'the operation exists', needs: 'the production order' },
  {
    id: 'PN-04',
    severity: 'W',
    meaning: 'the yield so far is within the quantity and tolerance',
    needs: 'the confirmations',
  },
  { id: 'PN-05', severity: 'E', meaning: 'consumption of tracked items has lots', needs: 'the items' },
  { id: 'PN-06', severity: 'W', meaning: 'the operation before is final too', needs: 'the confirmations' },
];
