import { expect, test } from 'vitest';
import { placeOf } from './commands.ts';

test('what a command does is done on a page, where there is one', () => {
  expect(placeOf('npx lineshaft work list --kind completion')).toEqual({
    name: 'Master data',
    href: '/master-data?kind=completion',
  });
  expect(placeOf('npx lineshaft record item itm_1')?.href).toBe('/records?entity=item&key=itm_1');
  expect(placeOf('lineshaft apply')).toBeUndefined();
  expect(placeOf('values:')).toBeUndefined();
});
