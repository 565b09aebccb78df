import type { Random } from './prng.ts';

/** GS1 mod 10: weights 3 and 1 from the right. Appends the check digit to 7, 11, 12, 13 or 17 digits. */
export function withGs1CheckDigit(digits: string): string {
  let sum = 0;
  for (let i = 0; i < digits.length; i++)
    sum += Number(digits[digits.length - 1 - i]) * (i % 2 === 0 ? 3 : 1);
  return digits + ((10 - (sum % 10)) % 10);
}

/** Makes the check digit of a GS1 key wrong. */
export function withWrongCheckDigit(key: string): string {
  return key.slice(0, -1) + ((Number(key.at(-1)) + 1) % 10);
}

/** A VAT number with a right check digit, or undefined where the country has none here. */
export function vatNumber(country: string, random: Random): string | undefined {
  return vatMakers[country]?.(random);
}

const vatMakers: Record<string, (random: Random) => string> = {
  DE: (random) => `DE${withMod1110(digits(random, 8))}`,
  PL: (random) => `PL${withNip(random)}`,
  FR: (random) => `FR${withSirenKey(withLuhn(digits(random, 8)))}`,
  IT: (random) => `IT${withLuhn(`${digits(random, 7)}0${random.int(10, 99)}`)}`,
};

function digits(random: Random, length: number): string {
  return String(random.int(10 ** (length - 1), 10 ** length - 1));
}

/** ISO 7064 MOD 11,10, as in German VAT numbers. */
function withMod1110(text: string): string {
  let product = 10;
  for (const digit of text) product = (2 * ((Number(digit) + product) % 10 || 10)) % 11;
  return text + ((11 - product) % 10);
}

function withNip(random: Random): string {
  const weights = [6, 5, 7, 2, 3, 4, 5, 6, 7];
  for (;;) {
    const text = digits(random, 9);
    const check = weights.reduce((sum, weight, i) => sum + weight * Number(text[i]), 0) % 11;
    if (check < 10) return text + check;
  }
}

function withLuhn(text: string): string {
  let sum = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = Number(text[text.length - 1 - i]) * (i % 2 === 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return text + ((10 - (sum % 10)) % 10);
}

function withSirenKey(siren: string): string {
  return String((12 + 3 * (Number(siren) % 97)) % 97).padStart(2, '0') + siren;
}
