import type { Attempt } from '../../delivery/attempts.ts';
import type { Instant, Json } from '../../vocabulary/json.ts';
import type { Problem } from '../../vocabulary/problem.ts';
import type { HoldStatus } from '../status.ts';

/** What a key leads to. */
export interface Trace {
  asked: string;
  /** Everything the key names; more than one when systems use the same number for different things. */
  matches: Match[];
  /** Of the first matches, in their order. */
  journeys: Journey[];
  /** Held messages that name the key, when it leads to nothing the hub has taken in. */
  held: HeldStep[];
}

export interface Match {
  entity: string;
  /** Canonical key, or fact id. */
  key: string;
  /** How it was found, for people: `key in crm`. */
  by: string;
}

export interface Journey {
  entity: string;
  key: string;
  /** Its key in each system that knows it. */
  localKeys: { system: string; localKey: string }[];
  /** Documents and facts whose steps are told with it. */
  related: Related[];
  /** In the order of time. */
  steps: Step[];
  /** There were more entries than are shown; the newest are. */
  truncated: boolean;
}

export interface Related {
  entity: string;
  key: string;
  /** `names`: the thing asked for names it. `named by`: it names the thing, or what names the thing. */
  relation: 'names' | 'named by';
  /** What people call it, where its key does not say that. */
  called?: string;
}

export type Step = ReceivedStep | RecordedStep | DeliveredStep | HeldStep | WaitingStep | PassedStep;

interface OfThing {
  /** Where the step stands in time. */
  at: Instant;
  entity: string;
  key: string;
}

/** A source handed a document over. */
export interface ReceivedStep extends OfThing {
  kind: 'received';
  interface: string;
  /** Absent: its retention time is over. */
  origin?: string;
  raw?: string;
  rawLength?: number;
  /** As the mapping got it, when `raw` is whole and no JSON. */
  document?: Json;
  /** The mapping file that read it, relative to the landscape. */
  mapping?: string;
}

/** The line wrote an entry into the ledger. */
export interface RecordedStep extends OfThing {
  kind: 'recorded';
  position: number;
  type: string;
  system: string;
  site?: string;
  /** When it happened at the source. */
  time: Instant;
  version?: number;
  change?: string;
  /** JSON pointers. */
  changed?: string[];
}

/** A target took it. */
export interface DeliveredStep extends OfThing {
  kind: 'delivered';
  interface: string;
  position: number;
  sentAt: Instant;
  milliseconds: number;
  attempts: number;
  /** The replay that sent it. */
  replay?: number;
  mapping?: string;
  /** Of the document that was sent; absent: it is not kept, or an earlier attempt had brought it. */
  sha256?: string;
  /** Whether the very same document would be made of it today; absent: nobody asked, or what was sent is not known. */
  same?: boolean;
  /** What the target told: its key, its version, its words. */
  localKey?: string;
  version?: string;
  detail?: string;
}

/** A message that waits, or waited, for a decision, an earlier one, a reference or its next attempt. */
export interface HeldStep extends OfThing {
  kind: 'held';
  id: number;
  direction: 'in' | 'out';
  interface: string;
  state: 'parked' | 'held-behind' | 'retrying' | 'waiting' | 'delivered' | 'discarded';
  problem: Problem;
  position?: number;
  attempts: number;
  /** Those that came to nothing, the oldest first; of many the newest. */
  tries: Attempt[];
  nextAttemptAt?: Instant;
  origin?: string;
  raw?: string;
  decidedAt?: Instant;
  decidedBy?: string;
  reason?: string;
  /** Who gave it another document last, and why; `raw` is the original. */
  edited?: { by: string; reason: string };
}

/** A target in scope has not come to it yet. */
export interface WaitingStep extends OfThing {
  kind: 'waiting';
  interface: string;
  position: number;
  lagSeconds: number;
  /** What holds the target. */
  hold?: HoldStatus;
  /** The target's `where:` decides when it gets there. */
  conditional: boolean;
}

/** A target in scope has gone past it and nothing was sent: left out by `where:` or the mapping, or a newer state went instead, or the receipt is no longer kept. */
export interface PassedStep extends OfThing {
  kind: 'passed';
  interface: string;
  position: number;
}
