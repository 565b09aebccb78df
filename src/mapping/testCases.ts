import { Ajv } from 'ajv';
import { isNode, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Json } from '../vocabulary/json.ts';
import { type Problem, problem } from '../vocabulary/problem.ts';
import type { Scope } from './mapping.ts';

/** One case of a `*.test.yaml`. */
export interface TestCase {
  name: string;
  line: number;
  given: Json;
  expected: { value: Json } | { problem: { code: string; field?: string } };
  /** Whose codes and keys; that of the mapping when not said. */
  system?: string;
  timeZone?: string;
  receivedAt?: string;
  direction?: Scope['direction'];
  /** `{ unit: { PCE: EA } }`, before the landscape's lists; null: no translation. */
  codes?: Record<string, Record<string, string | null>>;
  /** `{ item: { '4711': itm_1 } }`; null: not known. */
  xref?: Record<string, Record<string, string | null>>;
}

type WrittenCase = Omit<TestCase, 'line' | 'expected'> & {
  expect?: Json;
  expectProblem?: { code: string; field?: string };
};

const translations = {
  type: 'object',
  additionalProperties: { type: 'object', additionalProperties: { type: ['string', 'null'] } },
};

const caseSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'given'],
  oneOf: [{ required: ['expect'] }, { required: ['expectProblem'] }],
  properties: {
    name: { type: 'string', minLength: 1 },
    system: { type: 'string' },
    timeZone: { type: 'string' },
    receivedAt: { type: 'string' },
    direction: { enum: ['in', 'out'] },
    given: {},
    expect: {},
    expectProblem: {
      type: 'object',
      additionalProperties: false,
      required: ['code'],
      properties: { code: { type: 'string' }, field: { type: 'string' } },
    },
    codes: translations,
    xref: translations,
  },
};

const mostAliases = 100;

/** Reads a test file: the cases that are well written, and what is wrong with the others. */
export function readTestCases(file: string, text: string): { cases: TestCase[]; problems: Problem[] } {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const lineOf = (offset: number) => counter.linePos(offset).line;
  const wrong = document.errors.map((error) =>
    invalid(file, lineOf(error.pos[0]), error.message.split('\n')[0] ?? ''),
  );
  if (wrong.length > 0) return { cases: [], problems: wrong };
  if (!isSeq(document.contents))
    return { cases: [], problems: [invalid(file, 1, 'a test file is a list of cases')] };
  const lines = document.contents.items.map((item) => (isNode(item) ? lineOf(item.range?.[0] ?? 0) : 1));
  const written = values(document);
  if (written === undefined)
    return { cases: [], problems: [invalid(file, 1, 'the file repeats itself by aliases')] };
  return sorted(file, written, lines);
}

function values(document: ReturnType<typeof parseDocument>): unknown[] | undefined {
  try {
    return document.toJS({ maxAliasCount: mostAliases }) as unknown[];
  } catch {
    return undefined;
  }
}

function sorted(
  file: string,
  written: unknown[],
  lines: number[],
): { cases: TestCase[]; problems: Problem[] } {
  const fits = new Ajv({ allowUnionTypes: true }).compile<WrittenCase>(caseSchema);
  const cases: TestCase[] = [];
  const problems: Problem[] = [];
  written.forEach((each, i) => {
    const line = lines[i] ?? 1;
    if (fits(each)) cases.push(asCase(each, line));
    else problems.push(invalid(file, line, faults(fits.errors ?? [])));
  });
  return { cases, problems };
}

function asCase({ expect, expectProblem, ...rest }: WrittenCase, line: number): TestCase {
  const expected = expectProblem === undefined ? { value: expect as Json } : { problem: expectProblem };
  return { ...rest, line, expected };
}

function faults(
  errors: { instancePath: string; message?: string | undefined; keyword: string; params: object }[],
): string {
  const choice = errors.some(({ keyword }) => keyword === 'oneOf');
  if (choice) return 'a case has either `expect` or `expectProblem`';
  const [first] = errors;
  const unknown = (first?.params as { additionalProperty?: string } | undefined)?.additionalProperty;
  const where = first?.instancePath ? `${first.instancePath.slice(1).replaceAll('/', '.')}: ` : '';
  return `the case is not well written: ${where}${first?.message ?? ''}${unknown === undefined ? '' : ` (${unknown})`}`;
}

function invalid(file: string, line: number, detail: string): Problem {
  return problem('landscape-invalid', 'landscape', detail, {
    file,
    line,
    advice: 'Mend the test file; see docs/mapping.md.',
  });
}
