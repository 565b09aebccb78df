import type { criteria } from './promisingSettings.ts';

export type Criterion = (typeof criteria)[number];
export type WhenStale = 'leaveOut' | 'widen' | 'doubt';

/** How it is decided from where a line is promised. */
export interface PromisingPolicy {
  /** The first that tells two ways apart decides. */
  rank: Criterion[];
  split: 'allowed' | 'never';
  mostSites: number;
  /** In milliseconds, until a promise is confirmed. */
  expires: number;
}

export interface PromisingSite {
  code: string;
  /** In days, from the stock being taken to its leaving. */
  lead: number;
  cost: number;
  /** Percent of the stock. */
  buffer: number;
  whenStale: WhenStale;
  staleBuffer: number;
  /** In milliseconds; absent: stock of any age is good. */
  maxStaleness?: number;
  /** Whether goods move there while the hub cannot reach it. */
  whenCutOff?: 'continue' | 'stop';
  /** By segment; the lower the sooner. */
  priority: { [segment: string]: number };
  /** By site or region it goes to. */
  routes: Map<string, { days: number; distance: number; cost: number }>;
}

export interface Promising {
  policy: PromisingPolicy;
  segments: Map<string, PromisingPolicy>;
  sites: Map<string, PromisingSite>;
  /** Ids of the source interfaces that tell stock. */
  stockSources: string[];
  /** In days. */
  horizon: number;
  /** In milliseconds. */
  settle: number;
}
