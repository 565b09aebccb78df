import { testRules } from '../../src/quality/ruleTable.testing.ts';
import { factExamples, soundFact } from '../rules/fact.testing.ts';
import { rules } from './rules.ts';

const sound = {
  ...soundFact,
  shipment: { entity: 'shipment', number: '1Z999' },
  milestone: 'departedOrigin',
  qualifier: 'actual',
};

const eta = (occurredAt: string) => ({ milestone: 'eta', qualifier: 'estimated', occurredAt });

testRules('shipmentMilestone', rules, sound, [
  ...factExamples,
  {
    rule: 'FA-06',
    accepts: eta('2025-03-09T12:00:00Z'),
    refuses: { occurredAt: '2025-03-09T12:00:00Z' },
    field: 'occurredAt',
  },
  {
    rule: 'MS-02',
    accepts: eta('2025-03-02T12:00:00Z'),
    refuses: eta('2025-02-28T12:00:00Z'),
    field: 'occurredAt',
  },
]);
