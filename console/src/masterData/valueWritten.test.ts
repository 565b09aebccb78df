import { expect, test } from 'vitest';
import { valueWritten } from './valueWritten.ts';

test('what is written is text, unless it is JSON', () => {
  expect(valueWritten(' P17 ')).toBe('P17');
  expect(valueWritten('12')).toBe('12');
  expect(valueWritten('true')).toBe(true);
  expect(valueWritten('{ "value": "2", "unit": "KGM" }')).toEqual({ value: '2', unit: 'KGM' });
  expect(valueWritten('{ not JSON')).toBe('{ not JSON');
});
