import { expect, test } from 'vitest';
import type { Problem } from '../../vocabulary/problem.ts';
import { readYaml } from '../yaml.ts';
import { compileProcess } from './compileProcess.ts';
import { proveChart } from './proveChart.ts';

const none = { variable: () => undefined, file: () => ({ reason: 'none' }) };
const entities = new Map([
  ['salesOrder', { kind: 'document' as const }],
  ['inventoryMovement', { kind: 'fact' as const }],
]);

const GOOD = `process: fulfilment
about: salesOrder
start: { on: salesOrder.changed }
context: '{ "order": event.subject }'
keys: context.order
initial: picking
states:
  picking:
    enter: [pick]
    on:
      salesOrder.changed: { to: shipped }
      pick.refused: { to: blocked }
  blocked:
    on: { release: { to: picking } }
  shipped: { final: true }
commands:
  pick: { entity: salesOrder, verb: pick, key: context.order, undo: unpick }
  unpick: { entity: salesOrder, verb: unpick, key: context.order }
`;

test('a chart without fault is found to be so', () => {
  expect(problemsOf(GOOD)).toEqual([]);
});

test('a refusal is heard where a state around it listens, or all within it, or the one that comes at once', () => {
  const released = '    on: { release: { to: picking } }';
  const within = (inner: string) => `    on: { release: { to: outer, do: [pick] } }\n  outer:\n${inner}`;
  const waiting = (on: string) => `    initial: waiting\n    states: { waiting: { on: ${on} } }`;
  const all = [
    within(`    on: { pick.refused: { to: blocked } }\n${waiting('{ again: { to: picking } }')}`),
    within(waiting('{ pick.refused: { to: blocked } }')),
    within('    always: { to: picking }'),
  ];
  for (const text of all) expect(problemsOf(GOOD.replace(released, text))).toEqual([]);
});

test.each([
  [
    'a state that no way leads to',
    '  shipped: { final: true }',
    '  shipped: { final: true }\n  lost: { final: true }',
    16,
    'No way leads to the state `lost`',
  ],
  [
    'a state that nothing leads out of',
    '    on: { release: { to: picking } }',
    '    on: { release: { do: [pick] } }',
    13,
    'Nothing leads out of the state `blocked`',
  ],
  ['a target that is no state', 'to: shipped', 'to: shiped', 11, 'There is no state `shiped`'],
  [
    'an event that no entity has',
    'salesOrder.changed: { to',
    'salesOrder.recorded: { to',
    8,
    'salesOrder has no event `salesOrder.recorded`',
  ],
  [
    'an event of an unknown thing',
    'salesOrder.changed: { to',
    'salesOrdr.changed: { to',
    8,
    'There is no entity or command `salesOrdr`',
  ],
  ['a command that is not declared', 'enter: [pick]', 'enter: [pik]', 8, 'There is no command `pik`'],
  [
    'a refusal that nobody listens to',
    '      pick.refused: { to: blocked }',
    '      late: { to: blocked }',
    8,
    'Nothing listens to `pick.refused` in the state `picking`',
  ],
  [
    'a refusal that only a state listens to in which the instance does not stand',
    '    on: { release: { to: picking } }',
    '    on: { release: { to: waiting, do: [pick] } }\n  waiting: { on: { again: { to: picking } } }',
    14,
    'Nothing listens to `pick.refused` in the state `waiting`',
  ],
  [
    'a refusal that nobody listens to where a state is left at once',
    '    on: { release: { to: picking } }',
    '    on: { release: { to: passing, do: [pick] } }\n  passing: { always: { to: waiting } }\n  waiting: { on: { again: { to: picking } } }',
    14,
    'Nothing listens to `pick.refused` in the state `passing`',
  ],
  ['a command with no way back', ', undo: unpick }', ' }', 17, '`pick` has no way back'],
  [
    'a command that is never given',
    ', undo: unpick }',
    ', final: "It cannot be picked twice." }',
    18,
    'The command `unpick` is never given',
  ],
  [
    'a command that no target takes',
    'pick: { entity: salesOrder, verb: pick',
    'pick: { entity: inventoryMovement, verb: pick',
    17,
    'No target takes commands for inventoryMovement',
  ],
  [
    'two states of one name',
    '  shipped: { final: true }',
    '  shipped: { final: true }\n  outer: { initial: blocked, states: { blocked: { final: true } } }',
    13,
    'Two states are called `blocked`',
  ],
])('%s is refused at its line', (_name, from, to, line, detail) => {
  expect(GOOD).toContain(from);
  const problems = problemsOf(GOOD.replace(from, to));
  expect(problems).toContainEqual(expect.objectContaining({ line, detail }));
});

function problemsOf(text: string): Problem[] {
  const problems: Problem[] = [];
  const chart = compileProcess(readYaml('processes/fulfilment.yaml', text, none as never), problems);
  if (!chart) return problems;
  return proveChart(chart, { entities, routes: [{ entity: 'salesOrder', mayTake: () => true }] });
}
