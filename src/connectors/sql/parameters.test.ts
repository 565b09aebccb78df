import { expect, test } from 'vitest';
import { mysqlDialect } from './mysqlDialect.ts';
import { parseStatement, renderStatement } from './parameters.ts';
import { postgresDialect } from './postgresDialect.ts';

const names = (sql: string, dialect: 'postgres' | 'mysql' = 'postgres') => parseStatement(sql, dialect).names;

test('casts, assignments, slices, times and text in quotes are no parameters', () => {
  expect(
    names(`select :a::text, x[1:n], '12:30', "q:b", e'it\\'s :c', 'it''s :d', :e from t where y := 1`),
  ).toEqual(['a', 'e']);
  expect(names('select qty::text, (a[1])::int, 5::numeric, t."x"::text, :a::json from t')).toEqual(['a']);
});

test('comments and dollar quotes are left alone', () => {
  expect(names("select :a -- :b it's\n, :c /* :d \n */, $$ :e $$, $x$ :f $$ $x$, :g")).toEqual([
    'a',
    'c',
    'g',
  ]);
});

test('backticks, backslashes and # comments belong to MySQL', () => {
  expect(names("select `a:b`, 'it\\'s :c', :d # :e it's\n, :f", 'mysql')).toEqual(['d', 'f']);
  expect(names("select x #> '{a}', :d", 'postgres')).toEqual(['d']);
});

test('names may have dots, and the semicolon at the end goes', () => {
  const statement = parseStatement('insert into t values (:delivery.id, :a.b);\n', 'postgres');
  expect(renderStatement(statement, postgresDialect, (name) => name)).toEqual({
    text: 'insert into t values ($1, $2)',
    values: ['delivery.id', 'a.b'],
  });
});

test('a parameter used twice has two placeholders, as each place has a type of its own', () => {
  const statement = parseStatement('select :a, :a', 'mysql');
  expect(renderStatement(statement, mysqlDialect, () => 'x').values).toEqual(['x', 'x']);
});
