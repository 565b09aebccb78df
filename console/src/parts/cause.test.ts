import { expect, test } from 'vitest';
import { sayCause } from './cause.ts';

test('a broken rule is said by what it asks for, any other cause as the hub wrote it', () => {
  const digits = 'GTINs have a valid check digit (by GS1) and each names one unit';
  expect(sayCause(`na-erp/items: rule IT-02: identifiers[#].value: # is no valid gtin (${digits})`)).toBe(
    `na-erp/items: rule IT-02 is broken: ${digits}`,
  );
  expect(sayCause('Line # has # fields')).toBe('Line … has … fields');
});
