import type { ChartState } from '../landscape/processes/chart.ts';
import { parseDuration } from '../vocabulary/duration.ts';
import type { Instant, JsonObject } from '../vocabulary/json.ts';

/** The name of the delay after which an instance is overdue in a state; beside `4h` in `after` it is another. */
export function overdueDelay({ code }: Pick<ChartState, 'code'>): string {
  return `within ${code}`;
}

/** As the statechart calls the timer of a delay in a state. */
export function timerOf({ code }: Pick<ChartState, 'code'>, delay: string): string {
  return `xstate.after.${delay}.${code}`;
}

/** How the timers begin that say an instance is overdue. */
export const OVERDUE_TIMERS = 'xstate.after.within ';

/** The same timer in another state. */
export function timerIn(state: Pick<ChartState, 'code'>, timer: string): string {
  if (timer.startsWith(OVERDUE_TIMERS)) return timerOf(state, overdueDelay(state));
  return timer.slice(0, timer.lastIndexOf('.') + 1) + state.code;
}

/** The state whose timer this is. */
export function stateOf(timer: string): string {
  return timer.slice(timer.lastIndexOf('.') + 1);
}

export type Delay = (asked: { context: JsonObject }) => number;

/** Of a duration, or of the parameter that is one, milliseconds. */
export function delayOf(delay: string): Delay {
  const fixed = parseDuration(delay);
  if (fixed !== undefined) return () => fixed;
  return ({ context }) => parseDuration((context['parameters'] as JsonObject)[delay] as string)!;
}

export function later(time: Instant, ms: number): Instant {
  return new Date(Date.parse(time) + ms).toISOString();
}
