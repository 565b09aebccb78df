import { normalDecimal, scaled } from '../../src/quality/decimal.ts';
import { compareQuantities, shownQuantity } from '../../src/quality/quantities.ts';
import { objectAt, objectsAt, textAt } from '../../src/quality/read.ts';
import type { Breach, Known, LaterRule, Rule } from '../../src/quality/rule.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';
import { decimalsRule } from '../rules/decimals.ts';
import { factLater, factTimeRules, unsignedRule } from '../rules/fact.ts';

export const rules: readonly Rule[] = [
  ...factTimeRules,
  unsignedRule('quantity', 'defective'),
  decimalsRule('quantity', 'defective'),
  { id: 'QE-01', severity: 'E', meaning: 'a verdict follows from value and limits', check: wrongVerdicts },
  { id: 'QE-02', severity: 'E', meaning: 'no more is defective than was looked at', check: moreThanAll },
];

export const later: readonly LaterRule[] = [
  ...factLater,
  {
    id: 'QE-02',
    severity: 'E',
    meaning: 'a disposition is for at most the quantity of its subject',
    needs: 'the lot',
  },
  { id: 'QE-03', severity: 'E', meaning: 'a release answers an open hold', needs: 'the events before' },
  { id: 'QE-04', severity: 'W', meaning: 'a critical defect comes with a hold', needs: 'the events before' },
];

function wrongVerdicts(record: JsonObject): Breach[] {
  return objectsAt(record, 'results').flatMap((result, i) => {
    const inside = withinLimits(result);
    const verdict = textAt(result, 'verdict');
    if (inside === undefined || verdict === (inside ? 'pass' : 'fail') || verdict === 'none') return [];
    const detail = `${textAt(result, 'value')} is ${inside ? 'within' : 'outside'} the limits, but the verdict is ${verdict}`;
    return [{ field: `results[${i}].verdict`, value: verdict!, detail }];
  });
}

/** Undefined when the value is a word, or when no limit is told. */
function withinLimits(result: JsonObject): boolean | undefined {
  const value = normalDecimal(textAt(result, 'value') ?? '');
  const [lower, upper] = [textAt(result, 'lower'), textAt(result, 'upper')];
  if (value === undefined || (lower === undefined && upper === undefined)) return undefined;
  if (lower !== undefined && scaled(value) < scaled(lower)) return false;
  return upper === undefined || scaled(value) <= scaled(upper);
}

function moreThanAll(record: JsonObject, { units }: Known): Breach | undefined {
  if (compareQuantities(objectAt(record, 'defective'), objectAt(record, 'quantity'), units) !== 1)
    return undefined;
  const detail = `${shownQuantity(record, 'defective')} defective of ${shownQuantity(record, 'quantity')}`;
  return { field: 'defective', detail };
}
