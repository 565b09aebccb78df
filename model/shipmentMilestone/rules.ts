import { textAt } from '../../src/quality/read.ts';
import type { Breach, Known, LaterRule, Rule } from '../../src/quality/rule.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';
import { factLater, factTimeRules } from '../rules/fact.ts';

/** The clock rules hold for what happened; estimates and plans lie ahead by their nature. */
export const rules: readonly Rule[] = [
  ...factTimeRules.map((rule) => ({
    ...rule,
    check: (record: JsonObject, known: Known) =>
      record['qualifier'] === 'actual' ? rule.check(record, known) : undefined,
  })),
  {
    id: 'MS-02',
    severity: 'W',
    meaning: 'an estimate lies after the time it was made',
    check: estimatedTooEarly,
  },
];

export const later: readonly LaterRule[] = [
  ...factLater,
  { id: 'MS-01', severity: 'W', meaning: 'actual milestones come in order', needs: 'the milestones before' },
  { id: 'MS-03', severity: 'E', meaning: 'the shipment is known within 72 hours', needs: 'the shipment' },
];

function estimatedTooEarly(record: JsonObject): Breach | undefined {
  const [occurredAt, recordedAt] = [textAt(record, 'occurredAt'), textAt(record, 'recordedAt')];
  if (record['qualifier'] !== 'estimated' || occurredAt === undefined || recordedAt === undefined)
    return undefined;
  if (occurredAt >= recordedAt) return undefined;
  return { field: 'occurredAt', value: occurredAt, detail: `before it was recorded, ${recordedAt}` };
}
