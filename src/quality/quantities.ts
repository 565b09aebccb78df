import type { JsonObject } from '../vocabulary/json.ts';
import type { Units } from './checker.ts';
import { scaled } from './decimal.ts';
import { objectAt, textAt } from './read.ts';

/** The value of a Quantity at a path as a whole number of 10⁻⁹ of its own unit. */
export function valueAt(record: JsonObject, path: string): bigint | undefined {
  const value = textAt(record, `${path}.value`);
  return value === undefined ? undefined : scaled(value);
}

/** Sign of a − b, exactly; undefined when one is missing or their units do not convert. */
export function compareQuantities(
  a: JsonObject | undefined,
  b: JsonObject | undefined,
  units: Units,
): -1 | 0 | 1 | undefined {
  if (a === undefined || b === undefined) return undefined;
  const difference = differenceOf(a, b, units);
  return difference === undefined ? undefined : difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function differenceOf(a: JsonObject, b: JsonObject, units: Units): bigint | undefined {
  const [left, right] = [textAt(a, 'value'), textAt(b, 'value')];
  if (left === undefined || right === undefined) return undefined;
  if (a['unit'] === b['unit']) return scaled(left) - scaled(right);
  const factor = units.factor(String(a['unit']), String(b['unit']));
  return factor && scaled(left) * factor.numerator - scaled(right) * factor.denominator;
}

/** The sum of quantities of one unit as a Quantity-like pair; undefined when units differ or one is missing. */
export function sumOf(
  quantities: readonly (JsonObject | undefined)[],
): { value: bigint; unit: string } | undefined {
  let sum: { value: bigint; unit: string } | undefined;
  for (const quantity of quantities) {
    const value = quantity && textAt(quantity, 'value');
    const unit = quantity && textAt(quantity, 'unit');
    if (value === undefined || unit === undefined || (sum !== undefined && sum.unit !== unit))
      return undefined;
    sum = { value: (sum?.value ?? 0n) + scaled(value), unit };
  }
  return sum;
}

/** A Quantity at a path, written for a message: `12.5 KGM`. */
export function shownQuantity(record: JsonObject, path: string): string {
  const quantity = objectAt(record, path);
  return quantity === undefined ? '' : `${textAt(quantity, 'value')} ${textAt(quantity, 'unit')}`;
}
