import { expect, test } from 'vitest';
import { partsOf } from './Whole.tsx';

const codesIn = (text: string) => partsOf(text).filter((_, n) => n % 2 === 1);

test('codes with a figure after a hyphen stay whole; words with hyphens may break', () => {
  expect(codesIn('rule IT-02: the make-to-order item of SO-2026-000042 (FA-06)')).toEqual([
    'IT-02',
    'SO-2026-000042',
    'FA-06',
  ]);
  expect(codesIn('so~crm~SO-2026-000042')).toEqual(['so~crm~SO-2026-000042']);
  expect(partsOf('wms-columbus/movements').join('')).toBe('wms-columbus/movements');
  expect(codesIn('wms-columbus/movements, 4 of 10')).toEqual([]);
});
