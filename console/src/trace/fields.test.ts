import { expect, test } from 'vitest';
import { fieldsOf } from '../parts/fields.ts';
import { readRaw, sourcesOf } from './fields.ts';

test('an attribute is followed to the fields it is made from, also within lists', () => {
  const source = fieldsOf({
    no: '1',
    rows: [
      { qty: 2, art: 'A' },
      { qty: 3, art: 'B' },
    ],
  });
  const lineage = [
    { target: 'number', sources: ['no'] },
    { target: 'lines[].quantity', sources: ['rows.qty'] },
  ];
  expect(sourcesOf('number', lineage, source)).toEqual(['no']);
  expect(sourcesOf('lines.1.quantity', lineage, source)).toEqual(['rows.0.qty', 'rows.1.qty']);
  expect(sourcesOf('status', lineage, source)).toEqual([]);
});

test('what is no JSON has no fields', () => {
  expect(readRaw('A;B')).toEqual([]);
});
