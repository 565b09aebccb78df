import { mod97 } from './mod97.ts';
import { vatFits } from './vat.ts';

/**
 * Whether a number has the right form and check digits for its identifier scheme (GS1, ISO 13616, ISO 17442, national VAT
 * rules); undefined when no algorithm is known for it.
 */
export function checkDigitFits(scheme: string, value: string): boolean | undefined {
  switch (scheme) {
    case 'gtin':
      return /^(\d{8}|\d{12,14})$/.test(value) && gs1(value);
    case 'gln':
      return /^\d{13}$/.test(value) && gs1(value);
    case 'sscc':
      return /^\d{18}$/.test(value) && gs1(value);
    case 'iban':
      return iban(value.replaceAll(' ', ''));
    case 'lei':
      return /^[A-Z0-9]{18}\d{2}$/.test(value) && mod97(value) === 1;
    case 'vat':
      return vatFits(value.replaceAll(/[ .]/g, ''));
    default:
      return undefined;
  }
}

function gs1(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const weight = (digits.length - i) % 2 === 0 ? 3 : 1;
    sum += Number(digits[i]) * weight;
  }
  return sum % 10 === 0;
}

function iban(value: string): boolean {
  return /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(value) && mod97(value.slice(4) + value.slice(0, 4)) === 1;
}
