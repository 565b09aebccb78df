import { Cron } from 'croner';
import type { MaintenanceWindow } from '../landscape/landscape.ts';

/** What a person said of a span of time, in milliseconds since 1970: that the system is closed, or that it is open after all. */
export interface Said {
  says: 'closed' | 'open';
  from: number;
  to: number;
  reason?: string;
}

/** A time in which a system is closed. */
export interface Closed {
  /** When the window that began it, or of several that overlap the one that holds, starts. */
  from: number;
  /** When it is open again: windows that overlap or touch are one. Without: no end is in sight. */
  to?: number;
  reason?: string;
}

/** When one system is closed. */
export interface Calendar {
  /** The closed time around a moment, if there is one. */
  at(moment: number): Closed | undefined;
  /** The first closed time that begins after a moment. */
  after(moment: number): Closed | undefined;
}

/** Boundaries that are looked at before a time counts as one without end. */
const MOST = 200;

/**
 * The calendar of what is declared, under what was said: of two who spoke of the same moment the later counts (`said` is in that order). Cron
 * times follow the clocks of their zone: a time that spring leaves out comes right after the gap, one that autumn repeats comes once.
 */
export function calendar(declared: readonly MaintenanceWindow[], said: readonly Said[]): Calendar {
  const rules = declared.map(ruleOf);
  const edges = [...new Set(said.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const edgeAfter = (moment: number) => edges.find((edge) => edge > moment) ?? Number.POSITIVE_INFINITY;

  /** What holds at a moment, and up to when nothing about that changes. */
  const state = (moment: number): { closed?: Closed; same: number } => {
    const edge = edgeAfter(moment);
    const last = said.findLast(({ from, to }) => from <= moment && moment < to);
    if (last) return last.says === 'open' ? { same: edge } : { closed: last, same: edge };
    const covering = rules.flatMap((rule) => rule.around(moment) ?? []);
    const longest = covering.toSorted((a, b) => b.to! - a.to!)[0];
    if (longest) return { closed: longest, same: Math.min(longest.to!, edge) };
    return { same: Math.min(edge, ...rules.map((rule) => rule.startAfter(moment))) };
  };
  const join = (first: Closed, same: number): Closed => {
    const { from, reason } = first;
    const start = { from, ...(reason !== undefined && { reason }) };
    let end = same;
    for (let n = 0; n < MOST; n++) {
      const next = state(end);
      if (!next.closed) return { ...start, to: end };
      end = next.same;
    }
    return start;
  };
  const at = (moment: number) => {
    const { closed, same } = state(moment);
    return closed && join(closed, same);
  };
  const after = (moment: number) => {
    const now = at(moment);
    let next = now ? (now.to ?? Number.POSITIVE_INFINITY) : moment;
    for (let n = 0; n < MOST && next < Number.POSITIVE_INFINITY; n++) {
      const { closed, same } = state(next);
      if (closed) return join({ ...closed, from: next }, same);
      next = same;
    }
    return undefined;
  };
  return { at, after };
}

interface Rule {
  /** The occurrence that covers a moment; of several the first. */
  around(moment: number): Closed | undefined;
  startAfter(moment: number): number;
}

function ruleOf(window: MaintenanceWindow): Rule {
  const reason = window.reason === undefined ? {} : { reason: window.reason };
  if (!('cron' in window)) {
    const { from, to } = window;
    return {
      around: (moment) => (from <= moment && moment < to ? { from, to, ...reason } : undefined),
      startAfter: (moment) => (from > moment ? from : Number.POSITIVE_INFINITY),
    };
  }
  const { cron, lasts, timeZone: timezone } = window;
  const times = new Cron(cron, { mode: '5-part', timezone, fixedTimeRule: 'no-wildcard' });
  const startAfter = (moment: number) =>
    times.nextRun(new Date(moment))?.getTime() ?? Number.POSITIVE_INFINITY;
  return {
    startAfter,
    around: (moment) => {
      const from = startAfter(moment - lasts);
      return from <= moment ? { from, to: from + lasts, ...reason } : undefined;
    },
  };
}
