import type { HeldStep, Journey, Match, Step, Trace, WaitingStep } from '../observability/trace/journey.ts';
import type { Colors } from './output.ts';
import { duration, excerpt, printable } from './words.ts';

export interface TraceView {
  /** Whole source documents, as far as the answer holds them. */
  raw: boolean;
  /** Also targets that went past an entry. */
  passed: boolean;
}

/** What `lineshaft trace` prints: a pure function of the answer. */
export function traceText(told: Trace, view: TraceView, colors: Colors): string {
  const trace = printable(told);
  const parts = trace.journeys.map((journey, i) => journeyText(journey, trace.matches[i]!, view, colors));
  if (trace.matches.length > 1) parts.unshift(ambiguityText(trace, colors));
  if (trace.held.length > 0) parts.push(heldText(trace, view, colors));
  return parts.join('\n');
}

function ambiguityText({ asked, matches }: Trace, colors: Colors): string {
  const lines = matches.map(
    ({ entity, key, by }) => `  ${entity} ${colors.bold(key)} ${colors.dim(`(${by})`)}\n`,
  );
  return `${asked} names ${matches.length} things; --entity narrows it:\n${lines.join('')}`;
}

function journeyText(journey: Journey, { by }: Match, view: TraceView, colors: Colors): string {
  const { entity, key, localKeys, related, steps, truncated } = journey;
  const keys = localKeys.map(({ system, localKey }) => `${system} ${localKey}`);
  const head = [
    `${colors.bold(`${entity} ${key}`)} ${colors.dim(`found by ${by}`)}`,
    ...(keys.length > 0 ? [`  known as  ${keys.join(', ')}`] : []),
    ...relatedLines(related),
    ...(truncated ? ['  there are more entries than are shown; these are the newest'] : []),
  ];
  const shown = steps.filter((step) => step.kind !== 'passed' || view.passed);
  return `${[...head, '', ...stepLines(shown, view, colors)].join('\n')}\n`;
}

function relatedLines(related: Journey['related']): string[] {
  const list = (relation: 'names' | 'named by') => {
    const those = related
      .filter((each) => each.relation === relation)
      .map(({ entity, key }) => `${entity} ${key}`);
    if (those.length === 0) return [];
    const more = those.length > 8 ? ` and ${those.length - 8} more` : '';
    return [`  ${relation.padEnd(8)}  ${those.slice(0, 8).join(', ')}${more}`];
  };
  return [...list('names'), ...list('named by')];
}

/** Times are UTC; the day stands where it begins. */
function stepLines(steps: readonly Step[], view: TraceView, colors: Colors): string[] {
  const lines: string[] = [];
  let day = '';
  for (const step of steps) {
    if (step.at.slice(0, 10) !== day && step.kind !== 'waiting') {
      day = step.at.slice(0, 10);
      lines.push(colors.dim(`${day} (UTC)`));
    }
    const [first, ...more] = stepText(step, view, colors);
    const time = step.kind === 'waiting' ? ' '.repeat(12) : step.at.slice(11, 23);
    lines.push(`${colors.dim(time)}  ${first}`, ...more.map((line) => `${' '.repeat(26)}${line}`));
  }
  return lines;
}

/** Its line, and what stands below. */
function stepText(step: Step, view: TraceView, colors: Colors): string[] {
  const label = (word: string, paint: (text: string) => string) => paint(word.padEnd(10));
  switch (step.kind) {
    case 'received': {
      const origin = step.origin === undefined ? 'document no longer kept' : step.origin;
      const mapped = step.mapping === undefined ? [] : [colors.dim(`mapped by ${step.mapping}`)];
      return [
        `${label('received', colors.cyan)}  ${step.interface}  ${origin}`,
        ...rawLines(step.raw, step.rawLength, view),
        ...mapped,
      ];
    }
    case 'recorded': {
      const version = step.version === undefined ? '' : ` version ${step.version} ${step.change ?? ''}`;
      const place = step.site === undefined ? step.system : `${step.system}, ${step.site}`;
      const changed = step.changed === undefined ? [] : [`changed ${step.changed.join(' ')}`];
      return [
        `${label('recorded', colors.blue)}  #${step.position} ${step.type} ${colors.bold(step.key)}${version} ${colors.dim(`by ${place}`)}`,
        ...changed,
      ];
    }
    case 'delivered': {
      const tries = step.attempts > 1 ? `, attempt ${step.attempts}` : '';
      const there = [
        step.localKey === undefined ? [] : `key ${step.localKey}`,
        step.version === undefined ? [] : `version ${step.version}`,
        step.detail ?? [],
      ].flat();
      return [
        `${label('delivered', colors.green)}  ${step.interface}  #${step.position} ${step.key} in ${step.milliseconds} ms${tries}`,
        ...(step.replay === undefined ? [] : [`delivered again by replay ${step.replay}`]),
        ...(there.length > 0 ? [`there: ${there.join(', ')}`] : []),
        ...(step.mapping === undefined ? [] : [colors.dim(`mapped by ${step.mapping}`)]),
        ...sameLines(step.same, colors),
      ];
    }
    case 'held':
      return heldLines(step, view, colors);
    case 'waiting': {
      const maybe = step.conditional ? ', if its `where` lets it through' : '';
      return [
        `${label('waiting', colors.yellow)}  ${step.interface}  #${step.position} ${step.key} (lag ${duration(step.lagSeconds)}${maybe})`,
        ...(step.hold ? [holdText(step.hold)] : []),
      ];
    }
    case 'passed':
      return [
        colors.dim(
          `${'passed'.padEnd(10)}  ${step.interface}  #${step.position} ${step.key}: left out by its \`where\` or mapping, or a newer state went instead, or the receipt is no longer kept`,
        ),
      ];
  }
}

/** What is made of it today, beside what was sent. */
function sameLines(same: boolean | undefined, colors: Colors): string[] {
  if (same === undefined) return [];
  return [
    same
      ? colors.dim('today the same would be sent, byte for byte')
      : colors.yellow(
          'today something else would be sent: the mapping, a code list or a key has changed since',
        ),
  ];
}

/** `held-window since 2026-06-07 03:50:00: maintenance, until 2026-06-07 06:00:00`; times are UTC, as those of the steps. */
function holdText({ state, reason, since, until }: NonNullable<WaitingStep['hold']>): string {
  const time = (at: string) => at.slice(0, 19).replace('T', ' ');
  const word = state === 'held-circuit' ? 'asked again at' : 'until';
  return `${state} since ${time(since)}: ${reason}${until === undefined ? '' : `, ${word} ${time(until)}`}`;
}

function heldLines(step: HeldStep, view: TraceView, colors: Colors): string[] {
  const { state, id, problem, attempts } = step;
  const position = step.position === undefined ? (step.origin ?? '') : `#${step.position} ${step.key}`;
  const paint = state === 'parked' ? colors.red : state === 'delivered' ? colors.dim : colors.yellow;
  const decided =
    step.decidedBy === undefined
      ? []
      : [`${state} by ${step.decidedBy} at ${step.decidedAt ?? ''}${step.reason ? `: ${step.reason}` : ''}`];
  const next = step.nextAttemptAt === undefined ? '' : `, next attempt ${step.nextAttemptAt.slice(11, 19)}`;
  return [
    `${paint(state.padEnd(10))}  ${step.interface}  ${position} (message ${id}, attempts ${attempts}${next})`,
    ...step.tries
      .slice(0, -1)
      .map(({ at, problem: met }) =>
        colors.dim(`${at.slice(0, 19).replace('T', ' ')} ${met.code}: ${met.detail}`),
      ),
    `${problem.code}: ${problem.detail}`,
    ...(step.edited ? [`edited by ${step.edited.by}: ${step.edited.reason}`] : []),
    ...(decided.length > 0 || state === 'delivered' ? decided : [colors.dim(`→ ${problem.advice}`)]),
    ...rawLines(step.raw, undefined, view),
  ];
}

function rawLines(raw: string | undefined, length: number | undefined, view: TraceView): string[] {
  if (raw === undefined || raw === '') return [];
  if (!view.raw) return [excerpt(raw, 100)];
  const cut = length !== undefined && length > raw.length ? [`… ${length} characters in all`] : [];
  return [...raw.split('\n'), ...cut];
}

function heldText({ asked, held }: Trace, view: TraceView, colors: Colors): string {
  const head = `${colors.bold(`Held messages that name ${asked}`)}`;
  return `${[head, '', ...stepLines(held, view, colors)].join('\n')}\n`;
}
