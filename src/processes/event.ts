import type { StateValue } from 'xstate';
import type { Instant, JsonObject } from '../vocabulary/json.ts';

/** What reaches an instance: an entry of the ledger, what became of a command, a timer, a signal. */
export interface ProcessEvent {
  type: string;
  /** Canonical key of the thing it is about. */
  subject: string;
  time: Instant;
  data: JsonObject;
}

/** Where an instance stands. */
export interface Standing {
  state: StateValue;
  context: JsonObject;
}

/** All states it is in, outer before inner. */
export function statesIn(state: StateValue): string[] {
  if (typeof state === 'string') return [state];
  return Object.entries(state).flatMap(([outer, inner]) => [outer, ...(inner ? statesIn(inner) : [])]);
}

/** Whether one of the states it is in, at any level, is this one. */
export function isIn(state: StateValue, code: string): boolean {
  return statesIn(state).includes(code);
}

export interface Command {
  name: string;
  /** Canonical key. */
  key: string;
  data: JsonObject;
}
