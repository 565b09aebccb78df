import { expect, test } from 'vitest';
import type { Problem } from '../../vocabulary/problem.ts';
import { readYaml } from '../yaml.ts';
import type { Chart } from './chart.ts';
import { proveParameters } from './proveParameters.ts';
import { useProcess } from './useProcess.ts';

const none = { variable: () => undefined, file: () => ({ reason: 'none' }) };

const LIBRARY = `process: picking
about: salesOrder
parameters:
  pickWithin: { type: duration, default: 4h }
  partial: { type: boolean }
segment: event.data.record.ext.segment
start: { on: salesOrder.changed }
context: '{ "order": event.subject, "partial": parameters.partial }'
keys: context.order
initial: picking
states:
  picking: { within: pickWithin, on: { done: { to: done } } }
  done: { final: true }
`;

const USE = `process: picking-pumps
uses: picking
with: { partial: true }
segments:
  valves: { pickWithin: 8h }
`;

test('a landscape uses a process of the library under a name of its own, with its values and those of a segment', () => {
  const { chart, problems } = used(USE);
  expect(problems).toEqual([]);
  expect(chart).toMatchObject({
    code: 'picking-pumps',
    uses: 'picking',
    file: 'processes/use.yaml',
    line: 1,
    parameters: {
      values: { pickWithin: '4h', partial: true },
      segments: { valves: { pickWithin: '8h', partial: true } },
    },
  });
});

test.each([
  [
    'a process the library has not',
    'uses: picking',
    'uses: piking',
    2,
    'There is no process of the library `piking`',
  ],
  ['a parameter the process has not', 'partial: true', 'partal: true', 3, 'There is no parameter `partal`'],
  ['a value of another type', 'partial: true', 'partial: 12', 3, '`12` does not fit'],
  ['a segment the enterprise has not', 'valves:', 'valvs:', 5, 'There is no segment `valvs`'],
  [
    'a parameter without a value',
    'with: { partial: true }',
    'with: {}',
    1,
    'The parameter `partial` has no value',
  ],
])('%s is refused at its line', (_name, from, to, line, detail) => {
  expect(USE).toContain(from);
  const { problems } = used(USE.replace(from, to));
  expect(problems.map((each) => [each.line, each.detail])).toContainEqual([line, detail]);
});

test.each([
  [
    'delays',
    'within: pickWithin',
    'within: pickWithn',
    'There is no parameter `pickWithn` that is a duration',
  ],
  ['expressions', 'parameters.partial', 'parameters.partal', 'There is no parameter `partal`'],
])('the parameters that %s of a chart name are declared', (_name, from, to, detail) => {
  const { problems } = used(USE, LIBRARY.replace(from, to));
  expect(problems.map((each) => each.detail)).toEqual([detail]);
});

function used(text: string, chart = LIBRARY): { chart?: Chart; problems: Problem[] } {
  const problems: Problem[] = [];
  const library = new Map([['picking', { file: 'library/picking/chart.yaml', text: chart }]]);
  const yaml = readYaml('processes/use.yaml', text, none as never);
  const found = useProcess(yaml, { library, segments: ['pumps', 'valves'] }, problems);
  if (found) problems.push(...proveParameters(found, [found.context]));
  return { ...(found && { chart: found }), problems };
}
