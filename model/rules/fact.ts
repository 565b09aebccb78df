import { textAt } from '../../src/quality/read.ts';
import type { Breach, Known, LaterRule, Rule } from '../../src/quality/rule.ts';
import { isObject, type Json, type JsonObject } from '../../src/vocabulary/json.ts';

const minute = 60_000;
const day = 86_400_000;

/** FA-01, FA-06 and FA-02. */
export const factTimeRules: readonly Rule[] = [
  {
    id: 'FA-01',
    severity: 'W',
    meaning: 'a fact happened at most 5 minutes after it arrived (clock)',
    check: (record, known) => {
      const ahead = millisecondsAhead(record, known);
      return ahead > 5 * minute && ahead <= day ? aheadBreach(record, ahead) : undefined;
    },
  },
  {
    id: 'FA-06',
    severity: 'E',
    meaning: 'a fact happened at most a day after it arrived',
    check: (record, known) => {
      const ahead = millisecondsAhead(record, known);
      return ahead > day ? aheadBreach(record, ahead) : undefined;
    },
  },
  {
    id: 'FA-02',
    severity: 'W',
    meaning: 'a fact is entered within 7 days',
    check: enteredLate,
  },
];

/** FA-05 for the quantities at the paths given. */
export function unsignedRule(...paths: string[]): Rule {
  return {
    id: 'FA-05',
    severity: 'E',
    meaning: 'quantities of facts are not negative: the type tells the direction',
    check: (record) => {
      const path = paths.find((name) => isNegative(record[name]));
      return path === undefined
        ? undefined
        : { field: `${path}.value`, detail: 'below zero', value: textAt(record, `${path}.value`)! };
    },
  };
}

export const factLater: readonly LaterRule[] = [
  {
    id: 'FA-03',
    severity: 'E',
    meaning: 'a correction names an existing fact of its kind that is not reversed yet',
    needs: 'the fact it corrects',
  },
  {
    id: 'FA-04',
    severity: 'E',
    meaning: 'the posting date lies in an open period',
    needs: 'the period close',
  },
];

/** Both are in normal form, so that text order is time order. */
function millisecondsAhead(record: JsonObject, { receivedAt }: Known): number {
  const occurredAt = textAt(record, 'occurredAt');
  if (occurredAt === undefined || occurredAt <= receivedAt) return 0;
  return Date.parse(occurredAt) - Date.parse(receivedAt);
}

function aheadBreach(record: JsonObject, ahead: number): Breach {
  const detail = `${Math.round(ahead / minute)} minutes after the message arrived`;
  return { field: 'occurredAt', value: String(record['occurredAt']), detail };
}

function enteredLate(record: JsonObject): Breach | undefined {
  const [occurredAt, recordedAt] = [textAt(record, 'occurredAt'), textAt(record, 'recordedAt')];
  if (occurredAt === undefined || recordedAt === undefined) return undefined;
  if (occurredAt.startsWith(recordedAt.slice(0, 10)) || occurredAt >= recordedAt) return undefined;
  const days = (Date.parse(recordedAt) - Date.parse(occurredAt)) / day;
  if (days <= 7) return undefined;
  return {
    field: 'recordedAt',
    value: recordedAt,
    detail: `entered ${Math.floor(days)} days after it happened`,
  };
}

function isNegative(quantity: Json | undefined): boolean {
  if (!isObject(quantity)) return false;
  const value = quantity['value'];
  return typeof value === 'string' && value.startsWith('-');
}
