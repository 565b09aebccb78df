import { scaled, unscaled } from '../../src/quality/decimal.ts';
import { sumOf, valueAt } from '../../src/quality/quantities.ts';
import { objectAt, objectsAt, textAt } from '../../src/quality/read.ts';
import type { Breach, LaterRule, Rule } from '../../src/quality/rule.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';
import { schedulesBefore } from '../rules/dates.ts';
import { decimalsRule } from '../rules/decimals.ts';
import { documentLater, statusLater } from '../rules/document.ts';

const hundred = scaled('100');

export const rules: readonly Rule[] = [
  decimalsRule('lines.quantity'),
  {
    id: 'PO-02',
    severity: 'W',
    meaning: 'no more is received than ordered and tolerated',
    check: receivedTooMuch,
  },
  {
    id: 'PO-05',
    severity: 'E',
    meaning: 'nothing is promised for before the day of the order',
    check: (record) => schedulesBefore(record, 'confirmed', textAt(record, 'documentDate')),
  },
];

export const later: readonly LaterRule[] = [
  ...documentLater,
  {
    id: 'PO-01',
    severity: 'E',
    meaning: 'the supplier is active and not held for orders',
    needs: 'the supplier',
  },
  { id: 'PO-03', severity: 'E', meaning: 'a subcontract line has `provided` or a bom', needs: 'the bom' },
  {
    id: 'PO-04',
    severity: 'W',
    meaning: 'the acknowledgement comes within the lead time',
    needs: 'the supplier and time',
  },
  statusLater,
];

function receivedTooMuch(record: JsonObject): Breach[] {
  return objectsAt(record, 'lines').flatMap((line, i) => {
    const received = sumOf(
      objectsAt(line, 'schedules')
        .map((schedule) => objectAt(schedule, 'received.quantity'))
        .filter((quantity) => quantity !== undefined),
    );
    const ordered = valueAt(line, 'quantity');
    if (received === undefined || ordered === undefined || received.unit !== textAt(line, 'quantity.unit'))
      return [];
    const over = scaled(textAt(line, 'tolerance.over') ?? textAt(record, 'tolerance.over') ?? '0');
    if (received.value * hundred <= ordered * (hundred + over)) return [];
    const detail = `${unscaled(received.value)} received of ${textAt(line, 'quantity.value')}`;
    return [{ field: `lines[${i}].schedules`, detail }];
  });
}
