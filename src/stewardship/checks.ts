import type { Problem } from '../vocabulary/problem.ts';

/** What the checks find of the message that an entry was made from, with the mapping, code lists and rules of today. */
export interface Checks {
  interface: string;
  entity: string;
  /** By code lists. */
  translations: { list: string; value: string; canonical?: string }[];
  /** To other things. */
  references: { entity: string; system: string; localKey: string; key?: string }[];
  /** Of the landscape, and those of the model across records. */
  rules: { rule: string; says: string; broken: boolean }[];
  findings: { severity: 'stops' | 'warns'; problem: Problem }[];
  /** What its word is worth; absent when it is stopped before. */
  authorised?: {
    verdict: 'counts' | 'proposed' | 'kept aside';
    model?: string;
    authority?: string;
    rule?: string;
  };
}

/** By position; undefined: no such entry, or none that a message made, or its document is no longer kept. */
export type ShowChecks = (position: number) => Promise<Checks | undefined>;
