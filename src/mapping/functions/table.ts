import type { CodeList } from '../../quality/checker.ts';
import { isOwnList } from '../../vocabulary/ownList.ts';
import { nearest } from '../jsonata/nearest.ts';
import type { FieldFunction } from '../jsonata/place.ts';
import { code } from './code.ts';
import { convert } from './convert.ts';
import { dateFunction } from './date.ts';
import { decimal } from './decimal.ts';
import { divide } from './divide.ts';
import { fieldFunction } from './field.ts';
import { millis, now } from './now.ts';
import { sum } from './sum.ts';
import { times } from './times.ts';
import { tryXref, xref } from './xref.ts';

/** The functions that a mapping has besides those of JSONata, by name. */
export function fieldFunctions(codeLists: ReadonlyMap<string, CodeList>): ReadonlyMap<string, FieldFunction> {
  const functions = [
    fieldFunction('code', 2, code, (list) => unknownList(list, codeLists)),
    fieldFunction('xref', 2, xref),
    fieldFunction('tryXref', 2, tryXref),
    fieldFunction('convert', 3, convert),
    fieldFunction('date', 2, dateFunction()),
    fieldFunction('decimal', 1, decimal),
    fieldFunction('sum', 1, sum),
    fieldFunction('times', 2, times),
    fieldFunction('divide', 2, divide),
    fieldFunction('now', 0, now),
    fieldFunction('millis', 0, millis),
  ];
  return new Map(functions.map((each) => [each.name, each]));
}

/** Lists of the landscape's own hold a dot (`acme.colour`) and are not known to the model. */
function unknownList(list: string, codeLists: ReadonlyMap<string, CodeList>): string | undefined {
  if (codeLists.size === 0 || codeLists.has(list) || isOwnList(list, codeLists)) return undefined;
  const near = nearest(list, codeLists.keys());
  return `there is no code list "${list}"${near === undefined ? '' : `; did you mean "${near}"?`}`;
}
