import { mod97 } from './mod97.ts';

/** Check of the part after the country's letters; a country that is not here has no known check. */
const countries: Record<string, (digits: string) => boolean | undefined> = {
  AT: (v) => /^U\d{8}$/.test(v) && austria(digitsOf(v.slice(1))),
  BE: (v) => /^[01]\d{9}$/.test(v) && 97 - (Number(v.slice(0, 8)) % 97) === Number(v.slice(8)),
  DE: (v) => /^[1-9]\d{8}$/.test(v) && germany(digitsOf(v)),
  DK: (v) => /^\d{8}$/.test(v) && weighted(v, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
  FI: (v) => /^\d{8}$/.test(v) && (11 - (weighted(v, [7, 9, 10, 5, 8, 4, 2]) % 11)) % 11 === last(v),
  FR: (v) => (/^\d{11}$/.test(v) ? france(v) : /^[A-Z0-9]{2}\d{9}$/.test(v) ? undefined : false),
  GB: (v) => (/^(\d{9}|\d{12})$/.test(v) ? unitedKingdom(v) : undefined),
  IT: (v) => /^\d{11}$/.test(v) && luhn(digitsOf(v)),
  LU: (v) => /^\d{8}$/.test(v) && Number(v.slice(0, 6)) % 89 === Number(v.slice(6)),
  NL: (v) => /^\d{9}B\d{2}$/.test(v) && (netherlands(v) || mod97(`NL${v}`) === 1),
  PL: (v) => /^\d{10}$/.test(v) && weighted(v, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === last(v),
  PT: (v) => /^\d{9}$/.test(v) && portugal(v) === last(v),
  SE: (v) => /^\d{10}(0[1-9]|[1-8]\d|9[0-4])$/.test(v) && luhn(digitsOf(v.slice(0, 10))),
};

/** Whether a VAT number with its country's letters (`DE136695976`) checks; undefined when the country's check is unknown. */
export function vatFits(value: string): boolean | undefined {
  return countries[value.slice(0, 2)]?.(value.slice(2));
}

function digitsOf(text: string): number[] {
  return [...text].map(Number);
}

function last(text: string): number {
  return Number(text.at(-1));
}

function weighted(text: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + weight * Number(text[i]), 0);
}

function luhn(digits: readonly number[]): boolean {
  const sum = digits.reduceRight((total, digit, i) => {
    const doubled = (digits.length - i) % 2 === 0 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

function austria(digits: readonly number[]): boolean {
  const sum = digits.slice(0, 7).reduce((total, digit, i) => {
    const product = digit * (i % 2 === 0 ? 1 : 2);
    return total + Math.floor(product / 10) + (product % 10);
  }, 4);
  return (10 - (sum % 10)) % 10 === digits[7];
}

/** ISO 7064 MOD 11,10. */
function germany(digits: readonly number[]): boolean {
  const product = digits.slice(0, 8).reduce((carried, digit) => {
    const sum = (digit + carried) % 10 || 10;
    return (sum * 2) % 11;
  }, 10);
  return (11 - product) % 10 === digits[8];
}

function france(value: string): boolean {
  return (12 + 3 * (Number(value.slice(2)) % 97)) % 97 === Number(value.slice(0, 2));
}

function unitedKingdom(value: string): boolean {
  const sum = weighted(value, [8, 7, 6, 5, 4, 3, 2]) + Number(value.slice(7, 9));
  return sum % 97 === 0 || (sum + 55) % 97 === 0;
}

function netherlands(value: string): boolean {
  return weighted(value, [9, 8, 7, 6, 5, 4, 3, 2]) % 11 === Number(value[8]);
}

function portugal(value: string): number {
  const check = 11 - (weighted(value, [9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  return check > 9 ? 0 : check;
}
