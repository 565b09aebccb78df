import type { MappingTestResult } from '../mapping/mappingTest.ts';
import type { Problem } from '../vocabulary/problem.ts';
import { differenceLine } from './differenceLine.ts';
import { type Colors, count, type Output, printProblems } from './output.ts';
import { printable } from './words.ts';

export interface TestRun {
  results: MappingTestResult[];
  problems: Problem[];
}

export function isFine({ results, problems }: TestRun): boolean {
  return (
    problems.length === 0 &&
    results.every(
      (result) => result.problems.length === 0 && result.cases.every((each) => each.outcome === 'passed'),
    )
  );
}

/** What `lineshaft test` prints. */
export function printTests(run: TestRun, output: Output, colors: Colors): void {
  const { results, problems } = printable(run);
  printProblems(output, [...problems, ...results.flatMap((result) => result.problems)], colors);
  for (const { file, cases } of results) {
    for (const each of cases) {
      if (each.outcome === 'passed') continue;
      output.write(`${colors.red('✗')} ${colors.cyan(file)}:${each.line}  ${each.name}: ${each.reason}\n`);
      for (const line of each.difference) output.write(`    ${differenceLine(line, colors)}\n`);
      output.write('\n');
    }
  }
  output.write(`${summary(run, colors)}\n`);
}

function summary(run: TestRun, colors: Colors): string {
  const { results } = run;
  const cases = results.flatMap((result) => result.cases);
  const failed = cases.filter((each) => each.outcome === 'failed').length;
  const untested = results.filter(
    (result) => result.cases.length === 0 && result.problems.length === 0,
  ).length;
  const passed = `${count(cases.length - failed, 'case')} passed`;
  const parts = [
    failed === 0 ? passed : `${colors.red(`${count(failed, 'case')} failed`)}, ${passed}`,
    `${count(results.length - untested, 'mapping')} tested`,
    ...(untested === 0 ? [] : [`${count(untested, 'mapping')} without a test`]),
  ];
  return `${isFine(run) ? colors.green('✓') : colors.red('✗')} ${parts.join('; ')}`;
}
