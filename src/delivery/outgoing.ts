import type { Json } from '../vocabulary/json.ts';
import type { Problem } from '../vocabulary/problem.ts';

/** What the present mapping makes of one entry for a target. */
export interface Outgoing {
  /** What the mapping is run on: `{key, localKey, record, …}`, or `{key, fact}`. */
  source: Json;
  /** Absent with a problem, or when the mapping leaves the entry out. */
  document?: Json;
  /** Of the document, as receipts keep it of what was sent. */
  sha256?: string;
  problem?: Problem;
}

/** By interface and position; undefined: there is no such target, or the ledger keeps no such entry. */
export type ShowOutgoing = (interfaceId: string, position: number) => Promise<Outgoing | undefined>;
