import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../vocabulary/json.ts';
import { type Problem, problem } from '../vocabulary/problem.ts';
import { type DiffLine, difference } from './difference.ts';
import type { Mapped, Mapping } from './mapping.ts';
import { readTestCases, type TestCase } from './testCases.ts';
import { type TestGround, testScope } from './testScope.ts';

export interface MappingTestResult {
  /** The test file; it need not exist. */
  file: string;
  cases: CaseResult[];
  /** The test file itself is wrong. */
  problems: Problem[];
}

export type CaseResult = { name: string; line: number } & (
  | { outcome: 'passed' }
  /** `-` lines were expected, `+` lines came. */
  | { outcome: 'failed'; reason: string; difference: DiffLine[] }
);

/** `items.in.jsonata` → `items.in.test.yaml`, beside it. */
export function testFileOf(mappingFile: string): string {
  return mappingFile.replace(/\.jsonata$/, '.test.yaml');
}

/** Runs the test file beside a mapping; no cases when there is none. */
export async function testMapping(mapping: Mapping, ground: TestGround): Promise<MappingTestResult> {
  const file = testFileOf(mapping.file);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => error);
  if (typeof text !== 'string') {
    const missing = text.code === 'ENOENT';
    const unreadable = problem('landscape-invalid', 'landscape', `cannot be read: ${text.message}`, { file });
    return { file, cases: [], problems: missing ? [] : [unreadable] };
  }
  return testMappingWith(mapping, file, text, ground);
}

export function testMappingWith(
  mapping: Mapping,
  file: string,
  text: string,
  ground: TestGround,
): MappingTestResult {
  const { cases, problems } = readTestCases(file, text);
  return { file, cases: cases.map((each) => runCase(mapping, each, ground)), problems };
}

function runCase(mapping: Mapping, test: TestCase, ground: TestGround): CaseResult {
  const mapped = mapping.run(test.given, testScope(test, ground, mapping.file));
  const came = outcomeOf(mapped);
  const { name, line } = test;
  if ('problem' in test.expected) return judgeProblem(name, line, test.expected.problem, came);
  if ('problem' in came) {
    return failed(
      name,
      line,
      `the mapping failed: ${came.problem.detail}`,
      test.expected.value,
      shownProblem(came.problem),
    );
  }
  const expected = leftOut(test.expected.value) ? undefined : test.expected.value;
  const value = leftOut(came.value) ? undefined : came.value;
  if (isDeepStrictEqual(value, expected)) return { name, line, outcome: 'passed' };
  return failed(name, line, reasonOf(expected, value), expected, value);
}

function reasonOf(expected: Json | undefined, value: Json | undefined): string {
  if (expected === undefined) return 'the mapping should leave this document out';
  return value === undefined ? 'the mapping left this document out' : 'the result differs';
}

/** `expect: []` says that the mapping leaves the document out. */
function leftOut(value: Json | undefined): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

/** As the line would see it: a reference that stays unknown stops the message. */
function outcomeOf(mapped: Mapped): { value: Json | undefined } | { problem: Problem } {
  if ('problem' in mapped) return mapped;
  const unknown = mapped.missing.find((reference) => reference.required);
  if (unknown !== undefined) {
    const { entity, system, key } = unknown;
    return {
      problem: problem('reference-unknown', 'identify', `${entity} ${key} of ${system} is not known`, {
        value: key,
      }),
    };
  }
  return {
    value: mapped.value === undefined ? undefined : (JSON.parse(JSON.stringify(mapped.value)) as Json),
  };
}

function judgeProblem(
  name: string,
  line: number,
  expected: { code: string; field?: string },
  came: { value: Json | undefined } | { problem: Problem },
): CaseResult {
  if (!('problem' in came)) {
    return failed(name, line, `the problem ${expected.code} was expected`, expected as Json, came.value);
  }
  const { code, field } = came.problem;
  const fits = code === expected.code && (expected.field === undefined || expected.field === field);
  if (fits) return { name, line, outcome: 'passed' };
  return failed(name, line, 'another problem came', expected as Json, shownProblem(came.problem));
}

function shownProblem({ code, field, detail }: Problem): Json {
  return field === undefined ? { code, detail } : { code, field, detail };
}

function failed(
  name: string,
  line: number,
  reason: string,
  expected: Json | undefined,
  came: Json | undefined,
): CaseResult {
  return { name, line, outcome: 'failed', reason, difference: difference(expected, came) };
}
