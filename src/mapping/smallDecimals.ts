/**
 * Decimals of at most fifteen digits as two JavaScript integers: exact, and many times faster than BigInt. Whatever
 * does not fit is undefined here and is computed by decimals.ts.
 */
export interface SmallDecimal {
  units: number;
  scale: number;
}

const zero = 48;

/** `-12.500`, or a whole number. */
export function readSmall(value: unknown): SmallDecimal | undefined {
  if (typeof value === 'string') return readSmallText(value);
  return Number.isSafeInteger(value) ? { units: value as number, scale: 0 } : undefined;
}

function readSmallText(text: string): SmallDecimal | undefined {
  const from = text.charCodeAt(0) === 45 ? 1 : 0;
  const { length } = text;
  if (length === from || length > from + 16) return undefined;
  let units = 0;
  let point = -1;
  for (let i = from; i < length; i++) {
    const digit = text.charCodeAt(i) - zero;
    if (digit >= 0 && digit <= 9) units = units * 10 + digit;
    else if (digit === -2 && point < 0 && i > from && i < length - 1) point = i;
    else return undefined;
  }
  if (point < 0 && length > from + 15) return undefined;
  return { units: from === 1 ? -units : units, scale: point < 0 ? 0 : length - 1 - point };
}

/** Normal form; undefined when there are more than nine decimals. */
export function writeSmall(units: number, scale: number): string | undefined {
  let rest = units;
  let decimals = scale;
  while (decimals > 0 && rest % 10 === 0) {
    rest /= 10;
    decimals--;
  }
  if (decimals === 0) return String(rest === 0 ? 0 : rest);
  if (decimals > 9) return undefined;
  const digits = String(Math.abs(rest)).padStart(decimals + 1, '0');
  const text = `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return rest < 0 ? `-${text}` : text;
}

export function timesSmall(left: unknown, right: unknown): string | undefined {
  const a = readSmall(left);
  const b = readSmall(right);
  if (a === undefined || b === undefined) return undefined;
  const units = a.units * b.units;
  return Number.isSafeInteger(units) ? writeSmall(units, a.scale + b.scale) : undefined;
}

export function sumSmall(values: readonly unknown[]): string | undefined {
  let units = 0;
  let scale = 0;
  for (const value of values) {
    const next = readSmall(value);
    if (next === undefined) return undefined;
    const common = Math.max(scale, next.scale);
    units = units * 10 ** (common - scale) + next.units * 10 ** (common - next.scale);
    scale = common;
    if (Math.abs(units) > 1e14 || scale > 9) return undefined;
  }
  return writeSmall(units, scale);
}
