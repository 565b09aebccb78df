import { readSmall, writeSmall } from './smallDecimals.ts';

/**
 * Exact decimals on decimal text: no binary floats on the way. Normal form as in the canonical model: no exponent,
 * plus, leading or trailing zeros, `-0` is `0`; at most 18 digits before and 9 after the point.
 */
export interface Decimal {
  units: bigint;
  /** Digits after the point: the value is units / 10^scale. */
  scale: number;
}

export const mostDecimals = 9;
const mostInteger = 10n ** 18n;
/** Also what files hold: plus, blanks, exponent, and the minus behind the number that SAP writes. */
const readable = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?(-?)\s*$/;
const longestText = 60;

/** Normal form of a decimal given as text or number; undefined when it is none or too long. */
export function normalDecimal(value: unknown): string | undefined {
  const small = readSmall(value);
  const quick = small === undefined ? undefined : writeSmall(small.units, small.scale);
  if (quick !== undefined) return quick;
  const decimal = readDecimal(value);
  return decimal === undefined ? undefined : writeDecimal(decimal);
}

export function readDecimal(value: unknown): Decimal | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? readText(fifteenDigits(value)) : undefined;
  return typeof value === 'string' ? readText(value) : undefined;
}

/** A number of a JSON document: 0.1 + 0.2 was meant as 0.3. */
function fifteenDigits(value: number): string {
  return String(Number.isSafeInteger(value) ? value : Number(value.toPrecision(15)));
}

function readText(text: string): Decimal | undefined {
  if (text.length > longestText) return undefined;
  const parts = readable.exec(text);
  if (parts === null) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0', trailing] = parts;
  if (whole === '' && fraction === '') return undefined;
  if (sign !== '' && trailing !== '') return undefined;
  const shift = Number(exponent);
  if (Math.abs(shift) > longestText) return undefined;
  const digits = BigInt(whole + fraction);
  return scaled(sign === '-' || trailing === '-' ? -digits : digits, fraction.length - shift);
}

function scaled(units: bigint, scale: number): Decimal {
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
}

/** Undefined when the value needs more digits than the model allows. */
export function writeDecimal(decimal: Decimal): string | undefined {
  let { units, scale } = decimal;
  while (scale > 0 && units % 10n === 0n) {
    units /= 10n;
    scale--;
  }
  const magnitude = units < 0n ? -units : units;
  if (scale > mostDecimals || magnitude / 10n ** BigInt(scale) >= mostInteger) return undefined;
  const digits = magnitude.toString().padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return units < 0n ? `-${text}` : text;
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return {
    units: a.units * 10n ** BigInt(scale - a.scale) + b.units * 10n ** BigInt(scale - b.scale),
    scale,
  };
}

/** numerator / denominator, rounded once, half to even. */
export function roundFraction(numerator: bigint, denominator: bigint, scale: number): Decimal {
  const [over, under] = denominator < 0n ? [-numerator, -denominator] : [numerator, denominator];
  const magnitude = (over < 0n ? -over : over) * 10n ** BigInt(scale);
  const whole = magnitude / under;
  const twice = (magnitude % under) * 2n;
  const up = twice > under || (twice === under && whole % 2n === 1n);
  const rounded = up ? whole + 1n : whole;
  return { units: over < 0n ? -rounded : rounded, scale };
}

/** Rounds half to even when there are more decimals than the model allows. */
export function fitted(decimal: Decimal): Decimal {
  if (decimal.scale <= mostDecimals) return decimal;
  return roundFraction(decimal.units, 10n ** BigInt(decimal.scale), mostDecimals);
}

/** The value as an exact fraction. */
export function asFraction({ units, scale }: Decimal): { numerator: bigint; denominator: bigint } {
  return { numerator: units, denominator: 10n ** BigInt(scale) };
}
