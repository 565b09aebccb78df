import { unscaled } from '../../src/quality/decimal.ts';
import { shownQuantity, sumOf, valueAt } from '../../src/quality/quantities.ts';
import { objectAt, objectsAt, textAt } from '../../src/quality/read.ts';
import type { Breach, LaterRule, Rule } from '../../src/quality/rule.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';
import { disordered } from '../rules/dates.ts';
import { decimalsRule } from '../rules/decimals.ts';
import { documentLater, statusLater } from '../rules/document.ts';

export const rules: readonly Rule[] = [
  decimalsRule('quantity', 'components.required'),
  { id: 'PR-02', severity: 'E', meaning: 'the quantity is above 0', check: nothingToMake },
  {
    id: 'PR-03',
    severity: 'E',
    meaning: 'planned and scheduled start are not after the end',
    check: (record) => [
      ...disordered(record, 'planned.from', 'planned.to'),
      ...disordered(record, 'scheduled.from', 'scheduled.to'),
    ],
  },
  {
    id: 'PR-04',
    severity: 'W',
    meaning: 'yield and scrap are at most the quantity and 10 %',
    check: tooMuchMade,
  },
  {
    id: 'PR-07',
    severity: 'W',
    meaning: 'no more than the need and 10 % is withdrawn',
    check: tooMuchWithdrawn,
  },
];

export const later: readonly LaterRule[] = [
  ...documentLater,
  {
    id: 'PR-01',
    severity: 'E',
    meaning: 'a released order has a released bom and routing, effective on its start',
    needs: 'the bom and the routing',
  },
  {
    id: 'PR-05',
    severity: 'E',
    meaning: 'the lot is given when tracked, from completed on',
    needs: 'the item',
  },
  { id: 'PR-06', severity: 'E', meaning: 'no confirmation after closed', needs: 'the confirmations' },
  {
    id: 'PR-08',
    severity: 'E',
    meaning: 'as many serial numbers as pieces, when tracked',
    needs: 'the item',
  },
  statusLater,
];

function nothingToMake(record: JsonObject): Breach | undefined {
  const value = valueAt(record, 'quantity');
  if (value === undefined || value > 0n) return undefined;
  return { field: 'quantity.value', value: textAt(record, 'quantity.value')!, detail: 'not above 0' };
}

function tooMuchMade(record: JsonObject): Breach | undefined {
  const made = sumOf(['yield', 'scrap'].map((name) => objectAt(record, name)).filter((q) => q !== undefined));
  const ordered = valueAt(record, 'quantity');
  if (made === undefined || ordered === undefined || made.unit !== textAt(record, 'quantity.unit'))
    return undefined;
  if (made.value * 10n <= ordered * 11n) return undefined;
  const detail = `${unscaled(made.value)} ${made.unit} made of ${shownQuantity(record, 'quantity')}`;
  return { field: 'yield', detail };
}

function tooMuchWithdrawn(record: JsonObject): Breach[] {
  return objectsAt(record, 'components').flatMap((line, i) => {
    const [withdrawn, required] = [valueAt(line, 'withdrawn'), valueAt(line, 'required')];
    if (withdrawn === undefined || required === undefined) return [];
    if (textAt(line, 'withdrawn.unit') !== textAt(line, 'required.unit')) return [];
    if (withdrawn * 10n <= required * 11n) return [];
    const detail = `${shownQuantity(line, 'withdrawn')} withdrawn of ${shownQuantity(line, 'required')}`;
    return [{ field: `components[${i}].withdrawn`, detail }];
  });
}
