import { expect, test } from 'vitest';
import { checkDigitFits } from './checkDigits.ts';

test.each([
  ['gtin', '4006381333931', '4006381333932'],
  ['gtin', '96385074', '96385075'],
  ['gtin', '00012345600012', '00012345600013'],
  ['gln', '4012345000009', '4012345000008'],
  ['sscc', '106141412345678908', '106141412345678907'],
  ['iban', 'DE89370400440532013000', 'DE89370400440532013001'],
  ['iban', 'GB29 NWBK 6016 1331 9268 19', 'GB29 NWBK 6016 1331 9268 18'],
  ['lei', '5493001KJTIIGC8Y1R12', '5493001KJTIIGC8Y1R13'],
  ['vat', 'ATU13585627', 'ATU13585626'],
  ['vat', 'BE0428759497', 'BE0428759498'],
  ['vat', 'DE136695976', 'DE136695975'],
  ['vat', 'DK13585628', 'DK13585627'],
  ['vat', 'FI20774740', 'FI20774741'],
  ['vat', 'FR83404833048', 'FR84404833048'],
  ['vat', 'GB980780684', 'GB802311781'],
  ['vat', 'IT00743110157', 'IT00743110158'],
  ['vat', 'LU15027442', 'LU15027443'],
  ['vat', 'NL004495445B01', 'NL123456789B90'],
  ['vat', 'PL8567346215', 'PL8567346216'],
  ['vat', 'PT501964843', 'PT501964842'],
  ['vat', 'SE123456789701', 'SE123456789101'],
])('%s %s fits and %s does not', (scheme, right, wrong) => {
  expect(checkDigitFits(scheme, right)).toBe(true);
  expect(checkDigitFits(scheme, wrong)).toBe(false);
});

test.each([
  ['gtin', '400638133393'],
  ['gtin', 'ABC'],
  ['sscc', '00106141412345678908'],
  ['gln', ''],
  ['vat', 'DE12345678'],
])('%s %s has the wrong form', (scheme, value) => {
  expect(checkDigitFits(scheme, value)).toBe(false);
});

test('a scheme or country without a known algorithm is not judged', () => {
  expect(checkDigitFits('duns', '1')).toBeUndefined();
  expect(checkDigitFits('vat', 'CZ123')).toBeUndefined();
  expect(checkDigitFits('vat', 'FRXX404833048')).toBeUndefined();
});
