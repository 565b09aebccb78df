import type { Instant } from '../vocabulary/json.ts';
import type { Day } from './days.ts';

/** What is to be promised. */
export interface PromiseRequest {
  /** Canonical key of the document it is for: `so~crm~4711`. */
  demand?: string;
  segment?: string;
  /** Site or region it goes to. */
  to?: string;
  /** Whether a part may be promised where there is not enough; else it is all of a line or nothing. */
  partial: boolean;
  lines: RequestLine[];
}

export interface RequestLine {
  line: string;
  /** Canonical key. */
  item: string;
  quantity: Quantity;
  /** When it should arrive. */
  date: Day;
}

export interface Quantity {
  value: string;
  unit: string;
}

export type PromiseStatus = 'held' | 'confirmed' | 'released' | 'expired';

/** What was promised. */
export interface Promised {
  id: string;
  status: PromiseStatus;
  demand?: string;
  madeAt: Instant;
  expiresAt?: Instant;
  lines: PromisedLine[];
  /** What there was to say: which sites were left out, and why. */
  said: string[];
}

export interface PromisedLine {
  line: string;
  item: string;
  unit: string;
  parts: Part[];
  /** What could not be promised; absent: nothing. */
  short?: string;
}

/** So much from one site. */
export interface Part {
  site: string;
  quantity: string;
  /** The day it is taken out of the stock. */
  day: Day;
  arrives: Day;
  /** 0 to 1. */
  confidence: number;
}
