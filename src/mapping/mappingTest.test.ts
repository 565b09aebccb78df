import { expect, test } from 'vitest';
import { compileMapping } from './compile.ts';
import { testFileOf, testMappingWith } from './mappingTest.ts';
import { testModel } from './testing.ts';
import type { TestGround } from './testScope.ts';

const ground: TestGround = {
  codes: {
    toCanonical: (list, system, value) =>
      list === 'unit' && system === 'na-erp' && value === 'ST' ? 'EA' : undefined,
    toLocal: (list, _system, value) => (list === 'unit' && value === 'EA' ? 'ST' : undefined),
  },
  codeLists: testModel().codeLists,
  system: 'na-erp',
  site: 'detroit',
  timeZone: 'America/Detroit',
};

function results(
  cases: string,
  mapped = '{"item": $xref("item", M), "unit": $code("unit", U)}',
  name = 'a.in.jsonata',
) {
  const mapping = compileMapping(`/${name}`, mapped, testModel());
  if ('code' in mapping) throw new Error(mapping.detail);
  return testMappingWith(mapping, testFileOf(mapping.file), cases, ground);
}

test('cases prove the lists of the landscape, the shipped ones and keys made up', () => {
  const { cases, problems } = results(`
- name: the landscape's unit
  given: { M: 4711, U: ST }
  expect: { item: item:4711, unit: EA }
- name: a shipped alias
  given: { U: KG }
  expect: { unit: KGM }
- name: keys and codes of the case
  given: { M: "1", U: ZZ }
  codes: { unit: { ZZ: KGM } }
  xref: { item: { "1": itm_1 } }
  expect: { item: itm_1, unit: KGM }
`);
  expect(problems).toEqual([]);
  expect(cases.map(({ outcome }) => outcome)).toEqual(['passed', 'passed', 'passed']);
});

test('problems can be expected, by code and field', () => {
  const { cases } = results(`
- { name: unknown unit, given: { U: QQ }, expectProblem: { code: code-unknown, field: unit } }
- { name: unknown item, given: { M: "1" }, xref: { item: { "1": null } }, expectProblem: { code: reference-unknown } }
- { name: other field, given: { U: QQ }, expectProblem: { code: code-unknown, field: item } }
- { name: no problem, given: { U: ST }, expectProblem: { code: code-unknown } }
`);
  expect(cases.map(({ outcome }) => outcome)).toEqual(['passed', 'passed', 'failed', 'failed']);
});

test('an outbound mapping reads the lists the other way round', () => {
  const cases = '- { name: out, given: { M: "item:4711", U: EA }, expect: { item: "4711", unit: ST } }';
  expect(results(cases, undefined, 'a.out.jsonata').cases[0]?.outcome).toBe('passed');
});

test('a document left out is expected as an empty list', () => {
  const { cases } = results(
    '- { name: x, given: {}, expect: [] }\n- { name: y, given: { A: 1 }, expect: [] }',
    'A',
  );
  expect(cases.map(({ outcome }) => outcome)).toEqual(['passed', 'failed']);
});

test('a failed case shows what was expected beside what came', () => {
  const { cases } = results(
    '\n- name: wrong\n  given: { M: 1, U: ST }\n  expect: { item: item:1, unit: KGM }\n',
  );
  expect(cases[0]).toMatchObject({ name: 'wrong', line: 2, outcome: 'failed', reason: 'the result differs' });
  expect(cases[0]).toHaveProperty('difference', [
    { sign: ' ', text: '{' },
    { sign: ' ', text: '  "item": "item:1",' },
    { sign: '-', text: '  "unit": "KGM"' },
    { sign: '+', text: '  "unit": "EA"' },
    { sign: ' ', text: '}' },
  ]);
});

test('a case that is badly written is named with its line, and the others run', () => {
  const { cases, problems } = results(
    '- { name: ok, given: {}, expect: {} }\n- { name: bad, given: {} }\n- { nam: x }\n',
  );
  expect(cases).toHaveLength(1);
  expect(problems.map(({ line, detail }) => [line, detail])).toEqual([
    [2, 'a case has either `expect` or `expectProblem`'],
    [3, expect.stringContaining('either `expect` or `expectProblem`')],
  ]);
});
