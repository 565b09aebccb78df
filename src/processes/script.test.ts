import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { Chart } from '../landscape/processes/chart.ts';
import { checkProcesses } from '../landscape/processes/checkProcesses.ts';
import { compileProcess } from '../landscape/processes/compileProcess.ts';
import { readScript } from '../landscape/processes/readScript.ts';
import { loadModel } from '../quality/loadModel.ts';
import type { Problem } from '../vocabulary/problem.ts';
import { compileMachine } from './machine.ts';
import { playScenario } from './scenario.ts';
import { readScenarios } from './scenarioFile.ts';
import { begin } from './step.ts';

const model = await loadModel();
const SCRIPT = await readFile(new URL('fulfilment.fixture.ts', import.meta.url), 'utf8');

test('a chart in TypeScript is played like one in YAML: functions and JSONata side by side', () => {
  const { chart } = read(SCRIPT);
  const { scenarios } = readScenarios(
    'fulfilment.test.yaml',
    `- name: an order goes its way
  steps:
    - { event: salesOrder.changed, subject: so~1, data: { record: { status: draft, lines: [{}] } }, expect: { status: none } }
    - event: salesOrder.changed
      subject: so~1
      data: { record: { status: confirmed, lines: [{}, {}] } }
      expect: { state: picking, commands: [pick], context: { order: so~1, lines: 2, parameters: { pickWithin: 4h } } }
    - { event: recount, subject: so~1, data: { lines: 3 }, expect: { context: { order: so~1, lines: 3, parameters: { pickWithin: 4h } } } }
    - { event: shipment.changed, subject: so~1, data: { record: { status: planned } }, expect: { state: picking } }
    - { event: shipment.changed, subject: shp~1, data: { record: { status: picked, refs: [{ key: so~1 }] } }, expect: { state: shipping } }
    - { event: shipment.changed, subject: shp~1, data: { record: { status: shipped } }, expect: { state: shipped, status: ended } }
`,
  );
  expect(playScenario(compileMachine(chart!, model), scenarios[0]!)).toMatchObject({ outcome: 'passed' });
});

test.each([
  [
    'a state that no way leads to',
    '    blocked,\n',
    '    blocked,\n    lost: { final: true },\n',
    46,
    'No way leads to the state `lost`',
  ],
  ['a name that is not known', "to: 'shipped' } },", "to: 'shiped' } },", 42, 'There is no state `shiped`'],
  ['a setting that there is not', "verb: 'pick'", "vrb: 'pick'", 51, 'There is no setting `vrb`'],
  [
    'JSONata that cannot be compiled',
    "'context.order' }",
    "'context.(' }",
    56,
    'The expression cannot be compiled',
  ],
  ['a function where none can stand', "verb: 'pick'", "verb: () => 'pick'", 51, 'does not fit'],
  [
    'a function for the name of people',
    "about: 'salesOrder'",
    "title: () => 'Way', about: 'salesOrder'",
    21,
    'A function cannot stand here',
  ],
  [
    'a parameter that is not declared',
    'context.lines, on',
    'parameters.lnes, on',
    53,
    'There is no parameter `lnes`',
  ],
  [
    'what is no TypeScript',
    "about: 'salesOrder',",
    "about: 'salesOrder';",
    21,
    "This is not TypeScript that can be read: Expected ','",
  ],
  [
    'what more than types are needed for',
    'export default',
    'enum Way { A }\nexport default',
    19,
    'This is not TypeScript that can be read',
  ],
  [
    'a value of another file',
    "import type { Process } from 'lineshaft/process';",
    "import { readFileSync } from 'node:fs';",
    1,
    'A chart imports types only',
  ],
  ['a file that exports no chart', 'export default {', 'const chart = {', 1, 'The file exports no chart'],
  ['more than the chart', 'const blocked', 'export const blocked', 17, 'A chart exports itself only'],
  [
    'what fails when it is read',
    'const blocked = {',
    'const blocked = process.env.WAY ?? {',
    17,
    'The chart cannot be evaluated: process is not defined',
  ],
  [
    'what never ends',
    'const blocked',
    'while (true) {}\nconst blocked',
    1,
    'The chart cannot be evaluated: it took longer than 1000 ms',
  ],
])('lineshaft check finds in TypeScript, at its line, %s', (_, from, to, line, detail) => {
  expect(SCRIPT).toContain(from);
  expect(read(SCRIPT.replace(from, to)).problems[0]).toMatchObject({
    file: 'processes/fulfilment.ts',
    line,
    detail: expect.stringContaining(detail),
  });
});

test.each([
  ['fails', "throw new Error('no lines')", 'The function fails: no lines'],
  [
    'looks at the clock',
    'return { order: "", lines: Date.now() }',
    'The function fails: the clock is not there: the time of the event is event.time',
  ],
  ['makes a date of now', 'return { order: String(new Date()), lines: 0 }', 'the clock is not there'],
  ['throws dice', 'return { order: "", lines: Math.random() }', 'Math.random is not there'],
  ['waits', 'return Promise.resolve({}) as never', 'it cannot wait for anything'],
  [
    'makes code of text',
    'return new Function("return {}")() as never',
    'Code generation from strings disallowed',
  ],
  ['never ends', 'for (;;);', 'it took longer than 1000 ms'],
  ['gives no object', 'return 4 as never', 'The expression should give an object, and gives 4'],
])('an instance is stuck, at the line, where a function %s', (_, body, detail) => {
  const line = '  context: ({ event }) => ({ order: event.subject, lines: event.data.record.lines.length }),';
  const { chart } = read(SCRIPT.replace(line, `  context: () => {\n    ${body};\n  },`));
  const event = {
    type: 'salesOrder.changed',
    subject: 'so~1',
    time: '',
    data: { record: { status: 'confirmed', lines: [] } },
  };
  const came = begin(compileMachine(chart!, model), event) as Problem;
  expect(came).toMatchObject({
    code: 'mapping-failed',
    file: 'processes/fulfilment.ts',
    detail: expect.stringContaining(detail),
  });
  expect([24, 25]).toContain(came.line);
});

test('what a function does to what it is given, nothing else sees', () => {
  const { chart } = read(
    SCRIPT.replace('keys: ({ context }) =>', 'keys: ({ context }) => void (context.lines = 99) ??'),
  );
  const machine = compileMachine(chart!, model);
  const context = { order: 'so~1', lines: 1 };
  expect(machine.keys(context)).toEqual(['so~1']);
  expect(context.lines).toBe(1);
});

function read(text: string): { chart: Chart | undefined; problems: Problem[] } {
  const script = readScript('processes/fulfilment.ts', text);
  const problems = [...script.problems];
  const chart = script.value === null ? undefined : compileProcess(script, problems);
  if (chart) problems.push(...checkProcesses(new Map([[chart.code, chart]]), SYSTEMS as never, model, false));
  return { chart, problems };
}

const SYSTEMS = new Map([
  [
    'wms',
    { interfaces: new Map([['commands', { direction: 'target', takes: 'commands', entity: 'salesOrder' }]]) },
  ],
]);
