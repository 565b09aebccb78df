import { textAt } from '../../src/quality/read.ts';
import type { Breach, Known, LaterRule, Rule } from '../../src/quality/rule.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';
import { disordered } from '../rules/dates.ts';
import { factLater, factTimeRules, unsignedRule } from '../rules/fact.ts';

const day = 86_400_000;

export const rules: readonly Rule[] = [
  ...factTimeRules,
  unsignedRule('reading'),
  {
    id: 'MN-01',
    severity: 'E',
    meaning: 'neither the expected nor the real return is before the stop',
    check: (record) => [...disordered(record, 'from', 'expectedReturn'), ...disordered(record, 'from', 'to')],
  },
  {
    id: 'MN-03',
    severity: 'W',
    meaning: 'a stop longer than 24 hours has an expected return',
    check: noReturn,
  },
  { id: 'MN-04', severity: 'E', meaning: 'a calibration has the date of the next', check: noNext },
];

export const later: readonly LaterRule[] = [
  ...factLater,
  { id: 'MN-02', severity: 'E', meaning: 'finished answers a started', needs: 'the events before' },
];

function noReturn(record: JsonObject, { receivedAt }: Known): Breach | undefined {
  const from = textAt(record, 'from');
  if (record['impact'] !== 'stop' || from === undefined || textAt(record, 'expectedReturn') !== undefined)
    return undefined;
  const lasts = Date.parse(textAt(record, 'to') ?? receivedAt) - Date.parse(from);
  return lasts > day ? { field: 'expectedReturn', detail: 'stopped for more than 24 hours' } : undefined;
}

function noNext(record: JsonObject): Breach | undefined {
  if (record['kind'] !== 'calibration' || textAt(record, 'nextDue') !== undefined) return undefined;
  return { field: 'nextDue', detail: 'calibrated without a next date' };
}
