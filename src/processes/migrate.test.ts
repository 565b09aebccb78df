import { expect, test } from 'vitest';
import { loadModel } from '../quality/loadModel.ts';
import { chartOf } from './chart.testing.ts';
import type { Given, Instance } from './instance.ts';
import { compileMachine } from './machine.ts';
import { move } from './migrate.ts';

const model = await loadModel();
const NOW = '2026-03-01T12:00:00.000Z';

const OLD = chart(`
initial: picking
states:
  picking: { within: 4h, enter: [pick], on: { picked: { to: outside } }, after: { 1h: { do: [remind] }, 8h: { to: gone } } }
  outside:
    initial: packing
    states:
      packing: { on: { packed: { to: left } } }
      left: { final: true }
    done: { to: gone }
  gone: { final: true }
commands: ${commands(['pick', 'remind'])}`);

const SPLIT = `
initial: gathering
states:
  gathering: { within: 4h, enter: [pick], on: { picked: { to: outside } }, after: { 1h: { do: [pick] }, 8h: { to: gone }, 2d: { to: gone } } }
  outside:
    parallel: true
    states:
      papers: { }
      packing: { on: { packed: { to: gone } } }
  gone: { final: true }`;

const NEW = `${SPLIT}\ncommands: ${commands(['pick', 'remind'])}`;
const MIGRATE = `\nmigrate: [{ from: 1, states: { picking: gathering }, set: '{ "parts": context.lines + 1 }' }]`;

test('an instance is moved to the state that is declared, and knows what is declared', () => {
  expect(moved(NEW + MIGRATE, { state: 'picking' })).toMatchObject({
    instance: { version: 2, state: 'gathering', context: { lines: 1, parts: 2 } },
  });
});

test('states that are not named keep their name, and what is new beside them begins', () => {
  expect(moved(NEW + MIGRATE, { state: { outside: 'packing' } })).toMatchObject({
    instance: { state: { outside: { packing: {}, papers: {} } } },
  });
});

test('timers of both versions go on, one that has fired does not begin anew, a new one begins now', () => {
  const timers = [
    { timer: 'xstate.after.8h.picking', dueAt: '2026-03-01T14:00:00.000Z' },
    { timer: 'xstate.after.within picking.picking', dueAt: '2026-03-01T13:00:00.000Z' },
  ];
  expect(moved(NEW + MIGRATE, { state: 'picking' }, timers)).toMatchObject({
    over: timers.map(({ timer }) => timer),
    timers: [
      { timer: 'xstate.after.8h.gathering', dueAt: '2026-03-01T14:00:00.000Z' },
      { timer: 'xstate.after.2d.gathering', dueAt: '2026-03-03T12:00:00.000Z' },
      { timer: 'xstate.after.within gathering.gathering', dueAt: '2026-03-01T13:00:00.000Z' },
    ],
  });
});

test('one that is late stays late', () => {
  const overdue = { at: '2026-03-01T10:00:00.000Z', in: 'picking' };
  expect(moved(NEW + MIGRATE, { state: 'picking', overdue })).toMatchObject({
    instance: { overdue: { ...overdue, in: 'gathering' } },
  });
});

test.each([
  ['its way is not declared', NEW, { state: 'picking' }, /does not say how to move from version 1/],
  [
    'its state is no more',
    `${NEW}\nmigrate: [{ from: 1 }]`,
    { state: 'picking' },
    /`picking` is not a state of version 2/,
  ],
  [
    'what it gave could not be taken back',
    `${SPLIT}\ncommands: ${commands(['pick'])}${MIGRATE}`,
    { state: 'picking', given: [given('remind')] },
    /gave `remind`/,
  ],
  ['it is there already', NEW + MIGRATE, { state: 'picking', version: 2 }, /on version 2 already/],
])('one stays on its version when %s', (_name, text, instance, left) => {
  expect(moved(text, instance)).toEqual({ left: expect.stringMatching(left) });
});

test('what was refused need not be taken back', () => {
  const refused: Given = { ...given('remind'), answer: 'refused' };
  const text = `${SPLIT}\ncommands: ${commands(['pick'])}${MIGRATE}`;
  expect(moved(text, { state: 'picking', given: [refused] })).toMatchObject({ instance: { version: 2 } });
});

function moved(text: string, instance: Partial<Instance>, timers: { timer: string; dueAt: string }[] = []) {
  const to = compileMachine({ ...chart(text), version: 2 }, model);
  const from: Instance = {
    id: 'p~so~1',
    version: 1,
    about: 'so~1',
    status: 'running',
    state: 'picking',
    context: { lines: 1 },
    steps: 1,
    given: [],
    startedAt: NOW,
    changedAt: NOW,
    ...instance,
  };
  const event = { type: 'migrate', subject: 'so~1', time: NOW, data: {} };
  return move(compileMachine(OLD, model), to, from, timers, event);
}

function chart(text: string) {
  return chartOf(`process: p
version: ${text.includes('migrate') ? 2 : 1}
about: salesOrder
start: { on: salesOrder.changed }
context: '{ "lines": 1 }'
keys: '[]'
${text}`);
}

function commands(names: string[]): string {
  const all = names.map((name) => `${name}: { entity: salesOrder, verb: ${name}, key: '"so~1"' }`);
  return `{ ${all.join(', ')} }`;
}

function given(name: string): Given {
  return { name, n: '1.1', key: 'so~1', data: {} };
}
