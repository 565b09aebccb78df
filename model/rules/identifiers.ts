import { checkDigitFits } from '../../src/quality/checkDigits.ts';
import { objectsAt, textAt } from '../../src/quality/read.ts';
import type { Breach } from '../../src/quality/rule.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';

/** Identifiers of a list whose check digits do not fit their scheme. */
export function wrongIdentifiers(record: JsonObject, path: string): Breach[] {
  return objectsAt(record, path).flatMap((identifier, i) => {
    const scheme = textAt(identifier, 'scheme') ?? '';
    return wrongNumber(scheme, textAt(identifier, 'value'), `${path}[${i}].value`);
  });
}

/** One number of a scheme, when its check digits do not fit. */
export function wrongNumber(scheme: string, value: string | undefined, field: string): Breach[] {
  if (value === undefined || checkDigitFits(scheme, value) !== false) return [];
  return [{ field, value, detail: `${value} is no valid ${scheme}` }];
}
