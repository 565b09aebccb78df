import { expect, test } from 'vitest';
import { insertShape } from './insertShape.ts';
import { parseStatement } from './parameters.ts';

const shape = (sql: string) => insertShape(parseStatement(sql, 'postgres'));

test('a plain insert is taken apart, with literals and functions among the values', () => {
  expect(
    shape(`insert into erp.item (a, "B", c) values (:x, coalesce(null, ','), :y) on conflict (a) do nothing`),
  ).toEqual({
    table: 'erp.item',
    columns: ['a', '"B"', 'c'],
    items: [{ parameter: 0 }, "coalesce(null, ',')", { parameter: 1 }],
    tail: 'on conflict (a) do nothing',
  });
});

test.each([
  ['a parameter within an expression', 'insert into t (a) values (lower(:a))'],
  ['a parameter behind the values', 'insert into t (a) values (:a) on conflict (a) do update set a = :a'],
  ['several rows', 'insert into t (a) values (:a), (:b)'],
  ['default', 'insert into t (a, b) values (:a, default)'],
  ['a select', 'insert into t (a) select :a'],
  ['a returning', 'insert into t (a) values (:a) returning id'],
  ['another number of values than columns', 'insert into t (a, b) values (:a)'],
  ['a comment', 'insert into t (a) values (:a) -- on conflict'],
  ['an update', 'update t set a = :a'],
])('%s goes row by row', (_, sql) => {
  expect(shape(sql)).toBeUndefined();
});
