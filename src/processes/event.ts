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

/** Whether one of the states it is in, at any level, is this one. */
export function isIn(state: StateValue, code: string): boolean {
  if (typeof state === 'string') return state === code;
  return Object.entries(state).some(([outer, inner]) => outer === code || (inner && isIn(inner, code)));
}

export interface Command {
  name: string;
  /** Canonical key. */
  key: string;
  data: JsonObject;
}
