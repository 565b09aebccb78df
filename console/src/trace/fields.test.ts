import { expect, test } from 'vitest';
import { fieldsOf } from '../parts/fields.ts';
import { readTold, sourcesOf, threadsOf } from './fields.ts';

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

test('a field that several are made from has a line to each of them', () => {
  const lineage = [
    { target: 'quantity.value', sources: ['menge'] },
    { target: 'quantity.unit', sources: ['me'] },
    { target: 'total', sources: ['menge', 'preis'] },
  ];
  const source = readTold('7;ST;3', { menge: '7', me: 'ST', preis: '3' });
  const target = fieldsOf({ quantity: { value: '7', unit: 'EA' }, total: '21' });
  expect(threadsOf(source, target, lineage)).toEqual([
    { source: 'menge', target: 'quantity.value' },
    { source: 'me', target: 'quantity.unit' },
    { source: 'menge', target: 'total' },
    { source: 'preis', target: 'total' },
  ]);
});

test('an element of a list has its lines to the element at its place, where both lists are as long', () => {
  const lineage = [{ target: 'lines[].item', sources: ['rows[].art'] }];
  const source = fieldsOf({ rows: [{ art: 'A' }, { art: 'B' }] });
  const lines = (...items: string[]) => fieldsOf({ lines: items.map((item) => ({ item })) });
  expect(threadsOf(source, lines('A', 'B'), lineage)).toEqual([
    { source: 'rows.0.art', target: 'lines.0.item' },
    { source: 'rows.1.art', target: 'lines.1.item' },
  ]);
  expect(threadsOf(source, lines('B'), lineage)).toHaveLength(2);
});

test('of text that is no JSON the fields are those that the mapping got', () => {
  expect(readTold('A;B', { no: 'A', art: 'B' })).toEqual([
    { name: 'no', value: 'A' },
    { name: 'art', value: 'B' },
  ]);
  expect(readTold('{"no":"A"}', undefined)).toEqual([{ name: 'no', value: 'A' }]);
  expect(readTold('A;B', undefined)).toEqual([]);
});
