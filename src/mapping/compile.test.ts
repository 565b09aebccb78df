import { expect, test } from 'vitest';
import type { Json } from '../vocabulary/json.ts';
import { compileAll, compileMapping } from './compile.ts';
import type { Mapped } from './mapping.ts';
import { testModel, testScope } from './testing.ts';

function problems(text: string) {
  const compiled = compileAll('/land/maps/a.in.jsonata', text, testModel(), '/land');
  return Array.isArray(compiled) ? compiled : [];
}

function run(text: string, document: Json): Mapped {
  const mapping = compileMapping('/a.jsonata', text, testModel());
  if ('code' in mapping) throw new Error(mapping.detail);
  return mapping.run(document, testScope());
}

test('every problem of a file is told at once, each with its place', () => {
  const found = problems(
    '{\n  "a": $trimm(X),\n  "b": $eval(Y),\n  "c": $code("unti", Z),\n  "d": $nowhere\n}',
  );
  expect(found.map(({ line, column, detail }) => ({ line, column, detail }))).toEqual([
    { line: 2, column: 8, detail: 'there is no function $trimm; did you mean $trim?' },
    {
      line: 3,
      column: 8,
      detail: '$eval is not there: an expression in the data is never run: write it in the mapping',
    },
    { line: 4, column: 14, detail: 'there is no code list "unti"; did you mean "unit"?' },
    { line: 5, column: 8, detail: 'the variable $nowhere is bound nowhere around here' },
  ]);
  expect(found[0]).toMatchObject({
    code: 'landscape-invalid',
    stage: 'landscape',
    file: 'maps/a.in.jsonata',
  });
});

test.each([
  ['{"a": 1', 'Expected'],
  ['trim(a)', 'functions are written with a $'],
  ['{"a": 1, "a": 2}', 'made twice'],
  ['{"a": $x := 1}', 'a variable is bound in a block'],
  ['$date(a)', '$date takes 2 arguments, not 1'],
  ['$random()', 'the same for the same document'],
  ['[{"a": 1}][0].a', 'with parentheses'],
])('%s is refused when the landscape is read', (text, words) => {
  expect(problems(text)[0]?.detail).toContain(words);
});

test.each([
  ['endless recursion', '($f := function($n) { 1 + $f($n + 1) }; $f(0))'],
  ['an endless loop in tail position', '($f := function($n) { $f($n + 1) }; $f(0))'],
  ['a range as long as the document says', '[1..n]'],
  ['padding as wide as the document says', '$pad("x", n)'],
  ['lists of lists of lists', '$map([1..9999], function($a) { $map([1..9999], function($b) { $b }) })'],
])('%s is stopped', (_name, text) => {
  expect(run(text, { n: 1e9 })).toMatchObject({ problem: { code: 'mapping-failed', stage: 'map' } });
});

test('names of every object are names like any other, and nothing outside the document is reached or changed', () => {
  const hostile = JSON.parse(
    '{"__proto__": {"polluted": true}, "k": "__proto__", "n": "constructor"}',
  ) as Json;
  expect(run('{"a": constructor, "b": toString, "c": $lookup($, n)}', hostile)).toMatchObject({ value: {} });
  const keyed = run('{k: {"polluted": 1}}', hostile) as { value: object };
  expect(Object.getOwnPropertyNames(keyed.value)).toEqual(['__proto__']);
  expect(Object.getPrototypeOf(keyed.value)).toBe(Object.prototype);
  expect(run('$merge([$, {"x": 1}])', hostile)).toHaveProperty('value');
  expect(run('$ ~> |$|{"__proto__": {"polluted": 2}}|', hostile)).toHaveProperty('value');
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('text in a mapping and in a document stays text', () => {
  const text = '{"a\\"b\\n": "\\"; throw 1; //", "c": `x"y`, "\u2028": "`$" & "{1}"}';
  expect(run(text, { 'x"y': '"); throw 2; ("' })).toMatchObject({
    value: { 'a"b\n': '"; throw 1; //', c: '"); throw 2; ("', '\u2028': '`$' + '{1}' },
  });
});

test('a failure names the target field, the place and the source field', () => {
  const mapped = run('{\n "lines": [POS.{\n  "n": QTY + 1 }]}', { POS: [{ QTY: 1 }, { QTY: 'x' }] });
  expect(mapped).toMatchObject({
    problem: { code: 'mapping-failed', field: 'lines[1].n', value: 'x', line: 3, column: 12 },
  });
  expect((mapped as { problem: { detail: string } }).problem.detail).toContain('from QTY');
});

test('the document is not changed', () => {
  const document = { a: [], b: [{ c: 1 }], d: { e: 1 } };
  const before = structuredClone(document);
  run('{"x": a.{"y": 1}, "z": b[].{"c": c}, "t": $ ~> |d|{"e": 2}|, "l": b[]}', document);
  expect(document).toEqual(before);
});
