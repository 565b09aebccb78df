import { decimalPlaces } from '../../src/quality/decimal.ts';
import { objectAt, objectsAt, textAt } from '../../src/quality/read.ts';
import type { Breach, Known, Rule } from '../../src/quality/rule.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';

const none: readonly Breach[] = [];

/** DC-07 for the quantities at the paths given; `lines.quantity` looks at each line. */
export function decimalsRule(...paths: string[]): Rule {
  const places = paths.map((path) => path.split('.') as [string, string | undefined]);
  return {
    id: 'DC-07',
    severity: 'W',
    meaning: 'a quantity has no more decimals than its unit allows',
    check: (record, known) => places.flatMap((place) => tooFine(record, place, known)),
  };
}

function tooFine(
  record: JsonObject,
  [list, name]: [string, string | undefined],
  known: Known,
): readonly Breach[] {
  if (name === undefined) return tooFineAt(record, list, list, known);
  return objectsAt(record, list).flatMap((line, i) => tooFineAt(line, name, `${list}[${i}].${name}`, known));
}

function tooFineAt(holder: JsonObject, name: string, field: string, { units }: Known): readonly Breach[] {
  const quantity = objectAt(holder, name);
  const value = quantity && textAt(quantity, 'value');
  if (value === undefined) return none;
  const unit = textAt(quantity!, 'unit') ?? '';
  if (decimalPlaces(value) <= units.decimals(unit)) return none;
  return [{ field, value, detail: `${unit} has ${units.decimals(unit)} decimals` }];
}
