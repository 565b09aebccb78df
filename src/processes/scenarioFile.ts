import { Ajv } from 'ajv';
import { isMap, isNode, isSeq, LineCounter, parseDocument } from 'yaml';
import { durationPattern, parseDuration } from '../vocabulary/duration.ts';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import { type Problem, problem } from '../vocabulary/problem.ts';
import type { Scenario, ScenarioStep } from './scenario.ts';

const schema = {
  type: 'array',
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['name', 'steps'],
    properties: {
      name: { type: 'string', minLength: 1 },
      with: { type: 'object' },
      version: { type: 'integer', minimum: 1 },
      steps: {
        type: 'array',
        minItems: 1,
        items: {
          type: 'object',
          additionalProperties: false,
          minProperties: 1,
          properties: {
            wait: { type: 'string', pattern: durationPattern },
            event: { type: 'string', minLength: 1 },
            subject: { type: 'string', minLength: 1 },
            data: { type: 'object' },
            ask: { enum: ['cancel', 'retry', 'skip', 'migrate'] },
            expect: {
              type: 'object',
              additionalProperties: false,
              properties: {
                state: {},
                status: { enum: ['none', 'running', 'stuck', 'cancelling', 'ended', 'cancelled'] },
                overdue: { type: 'boolean' },
                left: { type: 'string' },
                commands: { type: 'array', items: { type: 'string' } },
                context: { type: 'object' },
              },
            },
          },
        },
      },
    },
  },
};

type Written = {
  name: string;
  with?: JsonObject;
  version?: number;
  steps: (Omit<ScenarioStep, 'line' | 'wait'> & { wait?: string })[];
}[];

const fits = new Ajv({ allowUnionTypes: true, strict: false }).compile<Written>(schema);

/** Reads the scenarios beside a process; the problems when the file is not well written. */
export function readScenarios(file: string, text: string): { scenarios: Scenario[]; problems: Problem[] } {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, merge: true });
  const wrong = document.errors.map((error) =>
    invalid(file, counter.linePos(error.pos[0]).line, firstLine(error.message)),
  );
  if (wrong.length > 0) return { scenarios: [], problems: wrong };
  const written = document.toJS({ maxAliasCount: 100 }) as Json;
  const lineAt = (path: (string | number)[]): number => {
    const node = document.getIn(path, true);
    return isNode(node) ? counter.linePos(node.range?.[0] ?? 0).line : 1;
  };
  if (!isSeq(document.contents) || !fits(written)) {
    const [fault] = fits.errors ?? [];
    const path = (fault?.instancePath ?? '')
      .split('/')
      .slice(1)
      .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
    const where = path.length === 0 || isMap(document.contents) ? '' : `${path.join('.')}: `;
    return {
      scenarios: [],
      problems: [
        invalid(
          file,
          lineAt(path),
          `the scenarios are not well written: ${where}${fault?.message ?? 'a list of scenarios is expected'}`,
        ),
      ],
    };
  }
  const scenarios = written.map(({ name, with: values, version, steps }, i) => ({
    name,
    ...(values && { with: values }),
    ...(version !== undefined && { version }),
    line: lineAt([i]),
    steps: steps.map(
      ({ wait, ...step }, j): ScenarioStep => ({
        ...step,
        line: lineAt([i, 'steps', j]),
        ...(wait !== undefined && { wait: parseDuration(wait)! }),
      }),
    ),
  }));
  return { scenarios, problems: [] };
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}

function invalid(file: string, line: number, detail: string): Problem {
  const advice = 'Mend the file; docs/processes.md says what a scenario may hold.';
  return problem('landscape-invalid', 'landscape', detail, { file, line, advice });
}
