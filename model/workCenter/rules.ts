import { scaled } from '../../src/quality/decimal.ts';
import { textAt } from '../../src/quality/read.ts';
import type { Breach, Known, LaterRule, Rule } from '../../src/quality/rule.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';
import { statusLater } from '../rules/document.ts';

export const rules: readonly Rule[] = [
  { id: 'WC-02', severity: 'E', meaning: 'efficiency is above 0 and at most 200 %', check: wrongEfficiency },
  { id: 'WC-04', severity: 'W', meaning: 'an active work center has a calendar', check: noCalendar },
];

export const later: readonly LaterRule[] = [
  {
    id: 'WC-01',
    severity: 'E',
    meaning: 'parents are at the same site, higher, without a cycle',
    needs: 'the parents',
  },
  {
    id: 'WC-03',
    severity: 'W',
    meaning: 'no released routing uses a retired work center',
    needs: 'the routings',
  },
  statusLater,
];

function wrongEfficiency(record: JsonObject): Breach | undefined {
  const efficiency = textAt(record, 'capacity.efficiency');
  if (efficiency === undefined) return undefined;
  const value = scaled(efficiency);
  if (value > 0n && value <= scaled('200')) return undefined;
  return { field: 'capacity.efficiency', value: efficiency, detail: 'not above 0 to 200' };
}

function noCalendar(record: JsonObject, { profile }: Known): Breach | undefined {
  if (profile !== 'golden' || record['status'] !== 'active' || textAt(record, 'calendar')) return undefined;
  return { field: 'calendar', detail: 'active without calendar' };
}
