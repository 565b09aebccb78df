import type { TraceAnswer } from 'api/operations/trace/contract.ts';
import type { Static } from 'typebox';
import { sayInterface, systemIn, systemOfInterface, titleOf } from '../parts/words.ts';

export type Traced = Static<typeof TraceAnswer>;
export type Journey = Traced['journeys'][number];
export type Step = Journey['steps'][number];
export type Received = Extract<Step, { kind: 'received' }>;
export type Delivered = Extract<Step, { kind: 'delivered' }>;
export type Held = Extract<Step, { kind: 'held' }>;

/** One row of the time line: a system, or the line itself. */
export interface Lane {
  name: string;
  kind: 'system' | 'line';
}

export interface Placed {
  step: Step;
  /** Column: steps in the order of time. */
  n: number;
  lane: number;
}

export interface Link {
  from: Placed;
  to: Placed;
}

export interface TimeLine {
  lanes: Lane[];
  placed: Placed[];
  links: Link[];
}

export function systemOf(step: Step): string {
  return step.kind === 'recorded' ? step.system : systemOfInterface(step.interface);
}

/** Where it happened: whose clock tells its time. */
export function placeOf(step: Step): { site?: string; system: string } {
  const site = step.kind === 'recorded' ? step.site : undefined;
  return { system: systemOf(step), ...(site !== undefined && { site }) };
}

/** Who told something above the line, who was told below it; each step in its lane, tied to what it came from. */
export function timeLineOf({ steps }: Pick<Journey, 'steps'>): TimeLine {
  const shown = steps
    .filter(({ kind }) => kind !== 'passed')
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const tellers = namesOf(shown.filter(isIn));
  const told = namesOf(shown.filter((step) => !isIn(step) && step.kind !== 'recorded')).filter(
    (name) => !tellers.includes(name),
  );
  const lanes: Lane[] = [
    ...tellers.map((name) => ({ name, kind: 'system' as const })),
    { name: 'The line', kind: 'line' as const },
    ...told.map((name) => ({ name, kind: 'system' as const })),
  ];
  const laneOf = (step: Step) =>
    step.kind === 'recorded' ? tellers.length : lanes.findIndex(({ name }) => name === systemOf(step));
  const placed = shown.map((step, n) => ({ step, n, lane: laneOf(step) }));
  return { lanes, placed, links: linksOf(placed) };
}

/** The step that is looked at before one is chosen: what the system in the thing's key said of it first, else what was said of it last. */
export function firstShown({ key, steps }: Pick<Journey, 'key' | 'steps'>): number {
  const { placed } = timeLineOf({ steps });
  const said = placed.filter(({ step }) => step.kind === 'received' && step.key === key);
  const origin = said.find(({ step }) => systemOf(step) === systemIn(key));
  return (origin ?? said.at(-1) ?? placed.at(-1))?.n ?? 0;
}

function isIn(step: Step): boolean {
  return step.kind === 'received' || (step.kind === 'held' && step.direction === 'in');
}

function namesOf(steps: readonly Step[]): string[] {
  return [...new Set(steps.map(systemOf))];
}

function linksOf(placed: readonly Placed[]): Link[] {
  const entries = placed.filter(({ step }) => step.kind === 'recorded');
  return placed.flatMap((each) => {
    const { step } = each;
    if (step.kind === 'received') {
      const entry = entries.find(
        (to) => to.n > each.n && to.step.key === step.key && systemOf(to.step) === systemOf(step),
      );
      return entry ? [{ from: each, to: entry }] : [];
    }
    const position = 'position' in step ? step.position : undefined;
    const isOut =
      step.kind === 'delivered' ||
      step.kind === 'waiting' ||
      (step.kind === 'held' && step.direction === 'out');
    const entry = isOut
      ? entries.find((from) => from.step.kind === 'recorded' && from.step.position === position)
      : undefined;
    return entry ? [{ from: entry, to: each }] : [];
  });
}

/** A step in a few words. */
export function sayStep(step: Step): string {
  const system = titleOf(systemOf(step));
  switch (step.kind) {
    case 'received':
      return `${system} told it${step.origin ? ` (${step.origin})` : ''}`;
    case 'recorded':
      return `entry ${step.position} of the ledger: ${step.type}`;
    case 'delivered':
      return `${system} has it, in ${Math.round(step.milliseconds)} ms${step.attempts > 1 ? `, at attempt ${step.attempts}` : ''}`;
    case 'held':
      return `${step.state} ${step.direction === 'in' ? 'from' : 'to'} ${system}: ${step.problem.detail}`;
    case 'waiting':
      return `waits for ${system}${step.hold ? `, held: ${step.hold.reason}` : ''}`;
    case 'passed':
      return `not for ${sayInterface(step.interface)}`;
  }
}

/** What was tried in vain before a target took it. */
export function triesBefore({ steps }: Pick<Journey, 'steps'>, delivered: Delivered): Held['tries'] {
  const held = steps.find(
    (step): step is Held =>
      step.kind === 'held' &&
      step.direction === 'out' &&
      step.interface === delivered.interface &&
      step.position === delivered.position,
  );
  return (held?.tries ?? []).filter(({ at }) => Date.parse(at) <= Date.parse(delivered.at));
}

/** The journey as text, to be sent to somebody. */
export function reportOf({ entity, key, localKeys, steps }: Journey, address: string): string {
  const known = localKeys.map(({ system, localKey }) => `${titleOf(system)}: ${localKey}`).join(', ');
  const lines = steps.filter(({ kind }) => kind !== 'passed').map((step) => `${step.at}  ${sayStep(step)}`);
  return [`${entity} ${key}`, ...(known ? [`known as ${known}`] : []), '', ...lines, '', address].join('\n');
}
