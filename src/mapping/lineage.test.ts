import { expect, test } from 'vitest';
import { compileMapping } from './compile.ts';
import { explainMapping } from './explain.ts';
import { testModel } from './testing.ts';

function lineage(text: string): Record<string, string> {
  const mapping = compileMapping('/a.jsonata', text, testModel());
  if ('code' in mapping) throw new Error(mapping.detail);
  return Object.fromEntries(
    mapping.lineage().map(({ target, sources, via }) => [target, [sources.join(' '), ...via].join(' | ')]),
  );
}

test('each target field names its source fields, functions and literals', () => {
  expect(
    lineage('{"a": X.Y, "b": {"c": $trim(Z)}, "u": $code("unit", U), "k": "EA", "s": P & "-" & Q}'),
  ).toEqual({
    a: 'X.Y',
    'b.c': 'Z | $trim()',
    u: "U | $code('unit')",
    k: ' | "EA"',
    s: 'P Q | "-"',
  });
});

test('elements of lists are followed into their own fields', () => {
  expect(lineage('{"lines": [POS[QTY > 0].{"item": MATNR, "of": $$.VBELN, "subs": SUB.{"k": K}}]}')).toEqual({
    'lines[].item': 'POS[].MATNR POS[].QTY',
    'lines[].of': 'VBELN POS[].QTY',
    'lines[].subs[].k': 'POS[].SUB[].K POS[].QTY',
  });
});

test('variables stand for what they were bound to', () => {
  const text =
    '($h := header; $n := $trim($h.NAME); {"a": $h.NO, "b": $n, "c": $map(POS, function($p) { {"q": $p.QTY} })})';
  expect(lineage(text)).toEqual({ a: 'header.NO', b: 'header.NAME | $trim()', 'c[].q': 'POS[].QTY' });
});

test('both branches of a condition count, and what decides', () => {
  expect(lineage('{"s": STAT = "20" ? A : B, "o": FLAG ? {"x": C} : {"x": D}}')).toEqual({
    s: 'A STAT B',
    'o.x': 'C FLAG D',
  });
});

test('the table says what is constant and on which line', () => {
  const mapping = compileMapping('/a.jsonata', '{\n"a": 1,\n"b": X}', testModel());
  if ('code' in mapping) throw new Error(mapping.detail);
  expect(explainMapping(mapping).rows).toEqual([
    ['a', '(constant)', '1', '2'],
    ['b', 'X', '', '3'],
  ]);
});
