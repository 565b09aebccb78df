import type { Run } from '../jsonata/run.ts';
import { isAbsent, shown, stop } from './field.ts';

/** `$code(list, value)`: inbound the canonical value of a local one, outbound the local value of a canonical one. */
export function code(run: Run, list: unknown, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof list !== 'string')
    return stop('mapping-failed', `the first argument of $code is the name of a list`, list);
  if (typeof value === 'object')
    return stop('mapping-failed', '$code translates one value, not a list', value);
  const text = String(value);
  const found = run.scope.code(list, text);
  if (found !== undefined) return found;
  if (isAbsent(text.trim())) return undefined;
  return stop(
    'code-unknown',
    `"${shown(text)}" has no translation in the code list ${list} of ${run.scope.system}`,
    text,
    { list },
  );
}
