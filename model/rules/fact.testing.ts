import type { RuleExample } from '../../src/quality/ruleTable.testing.ts';

/** What every fact keeps, against the arrival time of the rule tables, 2025-03-01T08:16:00Z. */
export const factExamples: readonly RuleExample[] = [
  {
    rule: 'FA-01',
    accepts: { occurredAt: '2025-03-01T08:21:00Z' },
    refuses: { occurredAt: '2025-03-01T08:21:01Z' },
    field: 'occurredAt',
  },
  {
    rule: 'FA-06',
    accepts: { occurredAt: '2025-03-02T08:16:00Z' },
    refuses: { occurredAt: '2025-03-02T08:16:01Z' },
    field: 'occurredAt',
  },
  {
    rule: 'FA-02',
    accepts: { occurredAt: '2025-02-22T09:00:00Z' },
    refuses: { occurredAt: '2025-02-20T09:00:00Z' },
    field: 'recordedAt',
  },
];

/** The common attributes of a sound fact. */
export const soundFact = {
  factId: 'wms-02~4900172730~0001',
  occurredAt: '2025-03-01T08:15:30.000Z',
  recordedAt: '2025-03-01T08:15:31.000Z',
  site: 'detroit',
  system: 'wms-02',
};
