import { scaled, unscaled } from '../../src/quality/decimal.ts';
import { compareQuantities, sumOf } from '../../src/quality/quantities.ts';
import { objectAt, objectsAt, textAt } from '../../src/quality/read.ts';
import type { Breach, Known, LaterRule, Rule } from '../../src/quality/rule.ts';
import type { Json, JsonObject } from '../../src/vocabulary/json.ts';
import { disordered, schedulesBefore } from '../rules/dates.ts';
import { decimalsRule } from '../rules/decimals.ts';
import { documentLater, statusLater } from '../rules/document.ts';
import { differs, roundingOf, sumOfLines } from '../rules/total.ts';

const returned: ReadonlySet<Json | undefined> = new Set(['shipment', 'invoice']);

export const rules: readonly Rule[] = [
  {
    id: 'DC-03',
    severity: 'E',
    meaning: 'nothing is asked for before the day of the order',
    check: (record) => [
      ...disordered(record, 'documentDate', 'requested'),
      ...schedulesBefore(record, 'requested', textAt(record, 'documentDate')),
    ],
  },
  {
    id: 'DC-05',
    severity: 'W',
    meaning: 'the total is the sum of the lines, but for rounding',
    check: wrongTotal,
  },
  decimalsRule('lines.quantity'),
  { id: 'SO-01', severity: 'E', meaning: 'no more is confirmed than ordered', check: confirmedTooMuch },
  {
    id: 'SO-02',
    severity: 'E',
    meaning: 'nothing is promised for before the day of the order',
    check: (record) => schedulesBefore(record, 'confirmed', textAt(record, 'documentDate')),
  },
  { id: 'SO-05', severity: 'E', meaning: 'a return refers to a delivery or invoice', check: returnOfNothing },
];

export const later: readonly LaterRule[] = [
  ...documentLater,
  {
    id: 'SO-03',
    severity: 'W',
    meaning: 'a customer order number comes once for one sold-to within 365 days',
    needs: 'the other orders',
  },
  {
    id: 'SO-04',
    severity: 'W',
    meaning: 'the price is the one agreed, within tolerance',
    needs: 'the agreement',
  },
  statusLater,
];

function wrongTotal(record: JsonObject, known: Known): Breach | undefined {
  const [total, currency] = [textAt(record, 'total.amount'), textAt(record, 'total.currency')];
  if (total === undefined || currency === undefined) return undefined;
  const lines = objectsAt(record, 'lines');
  if (lines.some((line) => textAt(line, 'price.currency') !== currency)) return undefined;
  const sum = sumOfLines(record);
  if (sum === undefined || !differs(scaled(total), sum, roundingOf(currency, lines.length, known)))
    return undefined;
  return { field: 'total.amount', value: total, detail: `the lines add up to ${unscaled(sum)} ${currency}` };
}

function confirmedTooMuch(record: JsonObject, { units }: Known): Breach[] {
  return objectsAt(record, 'lines').flatMap((line, i) => {
    const confirmed = objectsAt(line, 'schedules')
      .map((schedule) => objectAt(schedule, 'confirmed.quantity'))
      .filter((q) => q !== undefined);
    const sum = sumOf(confirmed);
    if (sum === undefined) return [];
    const total = { value: unscaled(sum.value), unit: sum.unit };
    if (compareQuantities(total, objectAt(line, 'quantity'), units) !== 1) return [];
    return [
      {
        field: `lines[${i}].schedules`,
        value: total.value,
        detail: `${total.value} ${total.unit} confirmed`,
      },
    ];
  });
}

function returnOfNothing(record: JsonObject): Breach | undefined {
  if (record['orderKind'] !== 'return') return undefined;
  if (objectsAt(record, 'refs').some((ref) => returned.has(ref['entity']))) return undefined;
  return { field: 'refs', detail: 'a return without the delivery or invoice it answers' };
}
