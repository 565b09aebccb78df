import pc from 'picocolors';
import { expect, test } from 'vitest';
import type { CaseResult } from '../mapping/mappingTest.ts';
import { problem } from '../vocabulary/problem.ts';
import { isFine, printTests, type TestRun } from './testText.ts';

function printed(run: TestRun): string {
  let text = '';
  printTests(run, { write: (part) => (text += part) }, pc.createColors(false));
  return text;
}
const passed = { name: 'a pump', line: 3, outcome: 'passed' } as const;

test('a failed case shows where it stands and what differs', () => {
  const failed: CaseResult = {
    name: 'a bar',
    line: 9,
    outcome: 'failed',
    reason: 'the result differs',
    difference: [
      { sign: ' ', text: '{' },
      { sign: '-', text: '  "unit": "EA"' },
      { sign: '+', text: '  "unit": "KGM"' },
    ],
  };
  const results = [{ file: 'items.in.test.yaml', cases: [passed, failed], problems: [] }];
  const run: TestRun = { results, problems: [] };
  expect(isFine(run)).toBe(false);
  expect(printed(run)).toBe(`✗ items.in.test.yaml:9  a bar: the result differs
      {
    -   "unit": "EA"
    +   "unit": "KGM"

✗ 1 case failed, 1 case passed; 1 mapping tested
`);
});

test('mappings without a test are counted, not hidden', () => {
  const results = [
    { file: 'a.test.yaml', cases: [passed], problems: [] },
    { file: 'b.test.yaml', cases: [], problems: [] },
  ];
  expect(printed({ results, problems: [] })).toBe(
    '✓ 1 case passed; 1 mapping tested; 1 mapping without a test\n',
  );
});

test('a test file that belongs to no mapping fails the run', () => {
  const stray = problem('landscape-invalid', 'landscape', 'belongs to no mapping in use', {
    file: 'x.test.yaml',
  });
  expect(isFine({ results: [], problems: [stray] })).toBe(false);
});
