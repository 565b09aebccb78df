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

/** The entities that tell what there is of an item at a site, and what is due in. */
export const SUPPLIES = ['inventoryPosition', 'productionOrder', 'purchaseOrder', 'transferOrder'] as const;
export type Supply = (typeof SUPPLIES)[number];

export interface PromisingSite {
  code: string;
  /** In days, from the stock being taken to its leaving. */
  lead: number;
  cost: number;
  /** Percent of the stock. */
  buffer: number;
  whenStale: WhenStale;
  staleBuffer: number;
  /** How old, in milliseconds, what is told of an entity there may be; of one without a limit any age is good. */
  maxStaleness: ReadonlyMap<Supply, number>;
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
  /** The source interfaces that tell what there is, and what is due in. */
  sources: { id: string; entity: Supply }[];
  /** In days. */
  horizon: number;
  /** In milliseconds. */
  settle: number;
}
