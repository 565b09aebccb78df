import { expect, test } from 'vitest';
import { withPortion } from './portion.ts';

const keys = new Map([['/lines', ['lineNo']]]);
const record = {
  name: 'A',
  names: { en: 'one', de: 'eins' },
  lines: [
    { lineNo: 1, quantity: '1', text: 'x' },
    { lineNo: 2, quantity: '2', text: 'y' },
  ],
};

test('only what stands at the pointers is taken over', () => {
  const other = {
    name: 'B',
    names: { en: 'uno', de: 'due' },
    lines: [{ lineNo: 1, quantity: '9', text: 'z' }],
  };
  expect(withPortion(record, other, ['/names/en', '/lines/1/quantity'], keys)).toEqual({
    record: {
      name: 'A',
      names: { en: 'uno', de: 'eins' },
      lines: [
        { lineNo: 1, quantity: '9', text: 'x' },
        { lineNo: 2, quantity: '2', text: 'y' },
      ],
    },
    changed: ['/names/en', '/lines/1/quantity'],
  });
});

test('an element that is not there any more is taken away, others stay', () => {
  const { record: after, changed } = withPortion(record, { lines: [] }, ['/lines/2'], keys);
  expect(after['lines']).toEqual([record.lines[0]]);
  expect(changed).toEqual(['/lines/2']);
});

test('what was cleared is cleared', () => {
  expect(withPortion(record, { name: null }, ['/name'], keys).record).not.toHaveProperty('name');
});
