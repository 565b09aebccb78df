import { isDeepStrictEqual } from 'node:util';
import type { Chart } from '../landscape/processes/chart.ts';
import type { MappingModel } from '../mapping/compile.ts';
import type { Instant, Json, JsonObject } from '../vocabulary/json.ts';
import type { Heard, Instance, Request, Timer } from './instance.ts';
import { keysOf } from './keys.ts';
import { compileMachine, type Machine } from './machine.ts';
import { createPlay, type Play } from './play.ts';
import type { Told } from './told.ts';

/** What a process is to do with events, on a clock that only the scenario moves. */
export interface Scenario {
  name: string;
  line: number;
  /** Values of parameters, in place of those that are set. */
  with?: JsonObject;
  /** The version on which instances begin, until one is asked to migrate; absent: the newest. */
  version?: number;
  steps: ScenarioStep[];
}

export interface ScenarioStep {
  line: number;
  /** Moves the clock, in milliseconds; timers that become due fire on the way. */
  wait?: number;
  event?: string;
  subject?: string;
  data?: JsonObject;
  /** What a person asks of the instance that began last; `migrate`: the newest version is in force from then on. */
  ask?: Asked;
  expect?: Expected;
}

export type Asked = Exclude<Request['kind'], 'signal'>;

export interface Expected {
  state?: Json;
  status?: string;
  /** Whether it is in a state for longer than it may. */
  overdue?: boolean;
  /** Why what was asked could not be done. */
  left?: string;
  commands?: string[];
  context?: JsonObject;
}

export type ScenarioResult = { name: string; line: number } & (
  | { outcome: 'passed' }
  | { outcome: 'failed'; at: number; expected: Json; came: Json }
);

const BEGINNING = Date.parse('2026-01-01T00:00:00.000Z');

/**
 * Plays scenarios one by one, each with the parameters it says, and on the version on which it begins. `versions`: the earlier charts; a scenario whose chart is
 * not there is left out.
 */
export function playScenarios(
  chart: Chart,
  scenarios: readonly Scenario[],
  model: MappingModel,
  versions: ReadonlyMap<number, Chart> = new Map(),
): ScenarioResult[] {
  return scenarios.flatMap((scenario) => {
    const { version = chart.version } = scenario;
    const first = version === chart.version ? chart : versions.get(version);
    if (first === undefined) return [];
    const values = { ...chart.parameters.values, ...scenario.with };
    const newest = compileMachine(withValues(chart, values), model);
    const begun = { ...withValues(first, values), code: chart.code };
    return [playScenario(newest, scenario, first === chart ? newest : compileMachine(begun, model))];
  });
}

/** Of values those that the chart knows. */
function withValues(chart: Chart, values: JsonObject): Chart {
  const { parameters } = chart;
  const known = Object.entries(values).filter(([name]) => Object.hasOwn(parameters.types, name));
  return {
    ...chart,
    parameters: { ...parameters, values: { ...parameters.values, ...Object.fromEntries(known) } },
  };
}

/**
 * Plays a scenario to its end, or to the first step that does not come out as expected. `first`: the machine on which instances begin, until one is asked to
 * migrate.
 */
export function playScenario(
  machine: Machine,
  { name, line, steps }: Scenario,
  first = machine,
): ScenarioResult {
  const machines = new Map([first, machine].map((each) => [each.chart.version, each]));
  let newest = first;
  let now = BEGINNING;
  let instances = new Map<string, Instance>();
  let timers: Play['outcome']['timers'] = new Map();
  const reached = new Map<string, Set<string>>();
  const told: Told[] = [];
  /** By instance, what came while it was stuck. */
  let waiting = new Map<string, Heard[]>();
  const began = new Map<string, number>();
  const round = (work: (play: Play, now: Instant) => void): string[] => {
    const play = createPlay(newest, (version) => machines.get(version)!, {
      instances,
      byKey: reached,
      waiting,
      timers: [...timers.values()] as Timer[],
      held: new Map(),
      earlier: ({ instance, key, since = began.get(instance)! }) =>
        told.filter(({ heard, keys }) => heard.position > since && keys.includes(key)),
    });
    work(play, new Date(now).toISOString());
    const { outcome } = play;
    waiting = new Map([...waiting].filter(([id]) => !outcome.takenUp.has(id)));
    for (const { instance, heard } of outcome.waiting)
      waiting.set(instance, [...(waiting.get(instance) ?? []), heard]);
    for (const instance of outcome.created) began.set(instance, told.length);
    instances = new Map([...instances, ...outcome.instances]);
    const known = new Map([...timers, ...outcome.timers]);
    timers = new Map([...known].filter(([, { dueAt }]) => dueAt !== undefined));
    for (const { key, instance } of outcome.keys)
      reached.set(key, (reached.get(key) ?? new Set()).add(instance));
    return outcome.issued.map(({ given }) => given.name);
  };
  const waitUntil = (end: number): string[] => {
    const next = () =>
      [...timers.values()]
        .map((timer) => ({ ...timer, at: Date.parse(timer.dueAt!) }))
        .sort((a, b) => a.at - b.at)[0];
    const commands: string[] = [];
    for (let due = next(); due && due.at <= end; due = next()) {
      now = due.at;
      const { instance, timer, dueAt } = due;
      commands.push(...round((play, at) => play.fire({ instance, timer, dueAt: dueAt! }, at)));
    }
    now = end;
    return commands;
  };

  for (const step of steps) {
    const commands = step.wait === undefined ? [] : waitUntil(now + step.wait);
    const { event, subject = 'subject', ask } = step;
    if (event !== undefined) {
      const data = { ...step.data, ...answering(machine, instances, event, subject) };
      commands.push(
        ...round((play, time) => {
          const heard = { event: { type: event, subject, time, data }, position: told.length + 1 };
          const keys = keysOf({ subject, data });
          told.push({ heard, keys });
          play.hear(heard, keys);
        }),
      );
    }
    let left: string | undefined;
    if (ask !== undefined) {
      if (ask === 'migrate') newest = machine;
      const instance = [...instances.keys()].at(-1) ?? 'none';
      commands.push(
        ...round((play, at) => {
          left = play.ask({ id: 0, instance, kind: ask, data: {}, by: 'scenario', reason: 'scenario', at });
        }),
      );
      if (left !== undefined && step.expect?.left === undefined)
        return { name, line, outcome: 'failed', at: step.line, expected: { ask }, came: left };
    }
    const expected = step.expect;
    if (!expected) continue;
    const came = standing([...instances.values()].at(-1), commands, expected, left);
    if (!isDeepStrictEqual(came, expected))
      return { name, line, outcome: 'failed', at: step.line, expected: expected as Json, came };
  }
  return { name, line, outcome: 'passed' };
}

/** Which command an event answers: the first of that name, to that key if there is one, that has no answer yet. */
function answering(
  { chart }: Machine,
  instances: ReadonlyMap<string, Instance>,
  event: string,
  subject: string,
): JsonObject {
  const [, name, answer] = /^(.+)\.(delivered|refused)$/.exec(event) ?? [];
  const open = [...instances.values()].flatMap(({ id: instance, given }) =>
    given.flatMap((each) =>
      each.name === name && each.answer === undefined ? [{ instance, key: each.key, n: each.n }] : [],
    ),
  );
  const found = open.find(({ key }) => key === subject) ?? open[0];
  return found ? { process: chart.code, instance: found.instance, n: found.n, answer: answer! } : {};
}

/** Of what there is, what was asked for. */
function standing(
  instance: Instance | undefined,
  commands: string[],
  expected: Expected,
  left = '',
): JsonObject {
  const all: { [name: string]: Json } = {
    state: instance?.state as Json,
    status: instance?.status ?? 'none',
    overdue: instance?.overdue !== undefined,
    commands,
    left,
    context: instance?.context ?? {},
  };
  return Object.fromEntries(Object.keys(expected).map((name) => [name, all[name]!]));
}
