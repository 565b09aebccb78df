import { isCallable } from './callables.ts';
import { fail } from './failure.ts';
import type { Sequence } from './sequences.ts';

/** `&`: nothing reads as empty text. */
export function concatText(left: unknown, right: unknown): string {
  return textOf(left) + textOf(right);
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined || isCallable(value)) return '';
  if (typeof value === 'number') return numberText(value);
  const shown = Array.isArray(value) && (value as Sequence).outerWrapper === true ? value[0] : value;
  return JSON.stringify(shown, member);
}

/** `$string` of a number: fifteen digits, so that 0.1 + 0.2 reads 0.3. */
function numberText(value: number): string {
  if (!Number.isFinite(value)) return fail('D3001', value);
  return JSON.stringify(Number.isInteger(value) ? value : Number(value.toPrecision(15)));
}

function member(_name: string, value: unknown): unknown {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return Number.isNaN(value) ? value : fail('D1001', value);
    return Number.isInteger(value) ? value : Number(value.toPrecision(15));
  }
  return isCallable(value) ? '' : value;
}
