import { expect, test } from 'vitest';
import { loadModel } from '../quality/loadModel.ts';
import { chartOf } from './chart.testing.ts';
import { compileMachine } from './machine.ts';
import { playScenario, playScenarios, type ScenarioResult } from './scenario.ts';
import { readScenarios } from './scenarioFile.ts';

const model = await loadModel();

const CHART = `process: fulfilment
about: salesOrder
start: { on: salesOrder.changed, when: "event.data.record.status = 'confirmed'" }
context: '{ "order": event.subject, "left": 2 }'
keys: context.order
initial: picking
states:
  picking:
    within: 1h
    enter: [pick]
    on:
      picked: [{ when: "context.left > 1", set: '{ "left": context.left - 1 }' }, { to: shipping }]
      pick.refused: { to: blocked }
    after: { 2h: { to: blocked } }
  shipping:
    initial: packing
    states:
      packing: { on: { packed: { to: waiting } } }
      waiting: { on: { collected: { to: gone } } }
      gone: { final: true }
    done: { to: shipped }
  blocked:
    on: { release: { to: picking } }
  shipped: { final: true }
commands:
  pick: { entity: salesOrder, verb: pick, key: context.order, data: '{ "left": context.left }', undo: unpick }
  unpick: { entity: salesOrder, verb: unpick, key: context.order }
`;

const START = `    - event: salesOrder.changed
      subject: so~1
      data: { record: { status: confirmed } }
      expect: { state: picking, commands: [pick], context: { order: so~1, left: 2 } }
`;

test('an instance begins where the chart says, knows what it is told, and gives its commands', () => {
  expect(played(START)).toMatchObject({ outcome: 'passed' });
});

test('an instance that is longer in a state than it may be is overdue, until it leaves it', () => {
  const late = `${START}    - { wait: 59m, expect: { overdue: false } }
    - { wait: 1m, expect: { state: picking, overdue: true } }
    - { event: pick.refused, subject: so~1, expect: { state: blocked, overdue: false } }
`;
  expect(played(late)).toMatchObject({ outcome: 'passed' });
  expect(played(late.replace('overdue: true', 'overdue: false'))).toMatchObject({ outcome: 'failed' });
});

test('an event that does not fit starts nothing', () => {
  const draft = START.replace('status: confirmed', 'status: draft').replace(
    /expect: .*/,
    'expect: { status: none, commands: [] }',
  );
  expect(played(draft)).toMatchObject({ outcome: 'passed' });
});

test('of several branches the first that fits is taken, and what it sets is known', () => {
  const more = `${START}    - { event: picked, subject: so~1, expect: { state: picking, context: { order: so~1, left: 1 } } }
    - { event: picked, subject: so~1, expect: { state: { shipping: packing }, commands: [] } }
    - { event: packed, subject: so~1, expect: { state: { shipping: waiting } } }
    - { event: collected, subject: so~1, expect: { state: shipped, status: ended } }
`;
  expect(played(more)).toMatchObject({ outcome: 'passed' });
});

test('a timer fires when the clock gets there, not before, and not when its state was left', () => {
  const waits = `${START}    - { wait: 119m, expect: { state: picking } }
    - { wait: 1m, expect: { state: blocked } }
    - { event: release, subject: so~1, expect: { state: picking, commands: [pick] } }
    - { event: pick.refused, subject: so~1, expect: { state: blocked } }
    - { wait: 1d, expect: { state: blocked, status: running } }
`;
  expect(played(waits)).toMatchObject({ outcome: 'passed' });
});

const PARAMETERS = `parameters:
  pickWithin: { type: duration, default: 2h }
  begin: { type: text, default: confirmed }
segment: event.data.record.ext.segment
start: { on: salesOrder.changed, when: "event.data.record.status = parameters.begin" }
`;

test('an instance keeps the parameters of its segment: in conditions, in delays and in what it knows', () => {
  const chart = CHART.replace(/start: .*\n/, PARAMETERS).replace('after: { 2h:', 'after: { pickWithin:');
  const segments = { valves: { pickWithin: '30m', begin: 'planned' } };
  const planned = `    - event: salesOrder.changed
      subject: so~1
      data: { record: { status: planned, ext: { segment: valves } } }
      expect: { state: picking }
    - { wait: 29m, expect: { state: picking } }
    - { wait: 1m, expect: { state: blocked, context: { order: so~1, left: 2, parameters: { pickWithin: 30m, begin: planned } } } }
`;
  expect(played(planned, chart, segments)).toMatchObject({ outcome: 'passed' });
  expect(played(planned.replace('valves', 'pumps'), chart, segments)).toMatchObject({ outcome: 'failed' });
});

test('what comes out otherwise is told with the step, what was expected and what came', () => {
  const wrong = `${START}    - { event: picked, subject: so~1, expect: { state: shipped } }
`;
  expect(played(wrong)).toEqual({
    name: 'it goes its way',
    line: 1,
    outcome: 'failed',
    at: 7,
    expected: { state: 'shipped' },
    came: { state: 'picking' },
  });
});

test('an instance that a person cancels takes back what it asked for, and is cancelled when that was answered', () => {
  const cancelled = `${START}    - { ask: cancel, expect: { status: cancelling, commands: [unpick] } }
    - { event: unpick.delivered, subject: so~1, expect: { status: cancelled, commands: [] } }
`;
  expect(played(cancelled)).toMatchObject({ outcome: 'passed' });
});

test("what a system refuses to take back is a person's, who asks for it again or leaves it", () => {
  const refused = `${START}    - { ask: cancel }
    - { event: unpick.refused, subject: so~1, expect: { status: stuck } }
    - { ask: retry, expect: { status: cancelling, commands: [unpick] } }
    - { event: unpick.refused, subject: so~1, expect: { status: stuck } }
    - { ask: skip, expect: { status: cancelled, commands: [] } }
`;
  expect(played(refused)).toMatchObject({ outcome: 'passed' });
});

test('what comes while an instance is stuck waits until a person skips what failed', () => {
  const chart = CHART.replace('context.left > 1', "$error('broken') and context.left > 1");
  const stuck = `${START}    - { event: picked, subject: so~1, expect: { status: stuck, state: picking } }
    - { event: pick.refused, subject: so~1, expect: { status: stuck, state: picking } }
    - { ask: retry, expect: { status: stuck } }
    - { ask: skip, expect: { status: running, state: blocked } }
`;
  expect(played(stuck, chart)).toMatchObject({ outcome: 'passed' });
});

test('what cannot be asked where it stands fails at its step, and says why', () => {
  expect(played(`${START}    - { ask: retry }\n`)).toMatchObject({
    outcome: 'failed',
    at: 7,
    expected: { ask: 'retry' },
    came: 'it is running',
  });
});

const NEWER = CHART.replace('about:', 'version: 2\nabout:').replaceAll('picking', 'gathering');
const MIGRATE = `migrate: [{ from: 1, states: { picking: gathering }, set: '{ "left": context.left + 5 }' }]\n`;
const BEGUN = `${START}    - { wait: 30m, expect: { state: picking } }\n`;

test('an instance that begins on an earlier version moves when it is asked to, with what it gave and its timers', () => {
  const moved = `${BEGUN}    - { ask: migrate, expect: { state: gathering, commands: [], context: { order: so~1, left: 7 } } }
    - { wait: 30m, expect: { state: gathering, overdue: true } }
    - { wait: 1h, expect: { state: blocked } }
    - { ask: cancel, expect: { commands: [unpick] } }
`;
  expect(migrated(moved)).toMatchObject({ outcome: 'passed' });
  expect(migrated(moved.replace('left: 7', 'left: 2'))).toMatchObject({ outcome: 'failed', at: 10 });
});

test('an instance that begins after one has moved begins on the newest version', () => {
  const other = START.replace('so~1', 'so~2').replace(/expect: .*/, 'expect: { state: gathering }');
  expect(migrated(`${BEGUN}    - { ask: migrate }\n${other}`)).toMatchObject({ outcome: 'passed' });
});

test('an instance that cannot move stays, and a scenario may expect why', () => {
  const left = 'version 2 does not say how to move from version 1';
  const stays = `${BEGUN}    - { ask: migrate, expect: { state: picking, left: ${left} } }
    - { event: pick.refused, subject: so~1, expect: { state: blocked } }
`;
  expect(migrated(stays, NEWER)).toMatchObject({ outcome: 'passed' });
  expect(migrated(`${BEGUN}    - { ask: migrate }\n`, NEWER)).toMatchObject({
    outcome: 'failed',
    came: left,
  });
  expect(migrated(stays)).toMatchObject({ outcome: 'failed' });
});

test('of parameters an earlier version is given those that it knows', () => {
  const chart = (text: string) => text.replace(/start: .*\n/, PARAMETERS).replace('2h:', 'pickWithin:');
  const older = chart(CHART)
    .replace(/ {2}begin: .*\n/, '')
    .replace('parameters.begin', "'confirmed'");
  const steps = START.replace(
    /expect: .*/,
    'expect: { context: { order: so~1, left: 2, parameters: { pickWithin: 45m } } }',
  );
  const moves = `${steps}    - { ask: migrate, expect: { context: { order: so~1, left: 7, parameters: { pickWithin: 45m, begin: planned } } } }\n`;
  const it = { newer: chart(NEWER) + MIGRATE, older, with: '{ pickWithin: 45m, begin: planned }' };
  expect(migrated(moves, it.newer, it.older, it.with)).toMatchObject({ outcome: 'passed' });
});

test.each([
  ['not a list', 'name: x', 1],
  ['a step with a word of its own', '- name: x\n  steps:\n    - { evnt: picked }', 3],
  ['broken YAML', '- name: [', 1],
])('scenarios that are %s are refused at their line', (_name, text, line) => {
  const { scenarios, problems } = readScenarios('f.test.yaml', text);
  expect(scenarios).toEqual([]);
  expect(problems).toEqual([expect.objectContaining({ line, file: 'f.test.yaml' })]);
});

function migrated(steps: string, newer = NEWER + MIGRATE, older = CHART, values = '{}'): ScenarioResult {
  const text = `- name: it moves\n  version: 1\n  with: ${values}\n  steps:\n${steps}`;
  const { scenarios, problems } = readScenarios('f.test.yaml', text);
  expect(problems).toEqual([]);
  return playScenarios(chartOf(newer), scenarios, model, new Map([[1, chartOf(older)]]))[0]!;
}

function played(steps: string, text = CHART, segments = {}): ScenarioResult {
  const chart = chartOf(text);
  Object.assign(chart.parameters.segments, segments);
  const { scenarios, problems } = readScenarios('f.test.yaml', `- name: it goes its way\n  steps:\n${steps}`);
  expect(problems).toEqual([]);
  return playScenario(compileMachine(chart, model), scenarios[0]!);
}
