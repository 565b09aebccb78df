import { normalDecimal, scaled, unscaled } from '../quality/decimal.ts';

/** A decimal of the database or a message as a whole number of 10⁻⁹; undefined when it is none. */
export function readAmount(text: string): bigint | undefined {
  const normal = normalDecimal(text);
  return normal === undefined ? undefined : scaled(normal);
}

export function amount(text: string): bigint {
  return readAmount(text) ?? 0n;
}

export const writeAmount = unscaled;
