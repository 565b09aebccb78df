/**
 * Decimal text in normal form: at most 18 digits before and 9 after the point; no exponent, plus sign, leading or
 * trailing zeros; `-0` is `0`. Never a binary float.
 */
const normal = /^-?(?:0|[1-9]\d{0,17})(?:\.\d{0,8}[1-9])?$/;
const readable = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;
const scale = 9;
const longest = 60;

/** The normal form of a decimal given as text or as a finite JSON number; undefined when it is none. */
export function normalDecimal(value: string | number): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? normalDecimal(String(value)) : undefined;
  if (normal.test(value)) return value === '-0' ? '0' : value;
  if (value.length > longest) return undefined;
  const parts = readable.exec(value.trim());
  return parts === null ? undefined : compose(parts);
}

function compose(parts: RegExpExecArray): string | undefined {
  const [, sign, before = '', after = '', exponent = '0'] = parts;
  if (before + after === '') return undefined;
  const digits = before + after;
  const point = before.length + Number(exponent);
  const whole = point <= 0 ? '' : digits.slice(0, point).padEnd(point, '0');
  const fraction = point <= 0 ? '0'.repeat(-point) + digits : digits.slice(point);
  const text = joined(whole.replace(/^0+/, ''), fraction.replace(/0+$/, ''));
  if (text === '0') return text;
  const signed = sign === '-' ? `-${text}` : text;
  return normal.test(signed) ? signed : undefined;
}

function joined(whole: string, fraction: string): string {
  return fraction === '' ? whole || '0' : `${whole || '0'}.${fraction}`;
}

/** A decimal in normal form as a whole number of 10⁻⁹, for exact sums and comparisons. */
export function scaled(decimal: string): bigint {
  const point = decimal.indexOf('.');
  if (point < 0) return BigInt(decimal) * 1_000_000_000n;
  const fraction = decimal.slice(point + 1).padEnd(scale, '0');
  return BigInt(decimal.slice(0, point) + fraction);
}

/** The decimal text of a whole number of 10⁻⁹. */
export function unscaled(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const text = joined(digits.slice(0, -scale), digits.slice(-scale).replace(/0+$/, ''));
  return value < 0n ? `-${text}` : text;
}

/** Digits after the point of a decimal in normal form. */
export function decimalPlaces(decimal: string): number {
  const point = decimal.indexOf('.');
  return point < 0 ? 0 : decimal.length - point - 1;
}
