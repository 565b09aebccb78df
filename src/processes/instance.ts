import type { Instant, JsonObject } from '../vocabulary/json.ts';
import type { Problem } from '../vocabulary/problem.ts';
import type { Command, ProcessEvent, Standing } from './event.ts';

export type Status = 'running' | 'stuck' | 'cancelling' | 'ended' | 'cancelled';

/** Statuses in which something may still happen to an instance. */
const OPEN_STATUSES: readonly Status[] = ['running', 'stuck', 'cancelling'];

/** The same for `status in …`, written out: only a constant list is answered by the index on open instances. */
export const OPEN = `(${OPEN_STATUSES.map((status) => `'${status}'`).join(', ')})`;

export function isOpen({ status }: Pick<Instance, 'status'>): boolean {
  return OPEN_STATUSES.includes(status);
}

/** One run of a process, about one thing. */
export interface Instance extends Pick<Standing, 'context'> {
  /** Null: it has not begun, since its first event failed. */
  state: Standing['state'] | null;
  /** `<process>~<canonical key of the thing>`. */
  id: string;
  version: number;
  about: string;
  status: Status;
  /** How many steps it has taken. */
  steps: number;
  given: Given[];
  startedAt: Instant;
  changedAt: Instant;
  overdue?: { at: Instant; in: string };
  /** Why it is stuck. */
  problem?: Problem;
}

/** A command that an instance gave, and what became of it. */
export interface Given extends Command {
  /** Number of the step, and place in it: part of the command's id. */
  n: string;
  /** The command that this one takes back. */
  undoes?: string;
  /** The later command to the same key that took its place: what undoes that undoes this one too. */
  undoneWith?: string;
  /** Refused, and a person has seen to what it should have taken back. */
  left?: true;
  answer?: 'delivered' | 'refused';
}

/** An event as it is kept for an instance that is stuck; what one does to it is a row of its history. */
export interface Heard {
  event: ProcessEvent;
  /** Where it stands in the ledger; absent for timers and what people ask. */
  position?: number;
  /** Of a timer: it may fire later than it should. */
  dueAt?: Instant;
  by?: string;
  reason?: string;
}

/** One row of the history. */
export interface Taken {
  instance: string;
  n: number;
  at: Instant;
  event: string;
  position?: number;
  state: Instance['state'];
  commands: string[];
  by?: string;
  reason?: string;
}

export interface Timer {
  instance: string;
  timer: string;
  dueAt: Instant;
}

/** A command on its way to the ledger. */
export interface Issued {
  instance: Instance;
  given: Given;
  at: Instant;
}

export interface Keyed {
  instance: string;
  key: string;
}

/** What a person asks of an instance. */
export interface Request {
  id: number;
  instance: string;
  kind: 'signal' | 'retry' | 'skip' | 'cancel' | 'migrate';
  signal?: string;
  data: JsonObject;
  by: string;
  reason?: string;
  at: Instant;
  /** The job that asks the same of others. */
  job?: number;
}

export function instanceId(process: string, about: string): string {
  return `${process}~${about}`;
}
