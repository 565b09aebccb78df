import type { Delivery } from '../connectors/connector.ts';
import type { Connection } from '../database/pool.ts';
import type { Onward } from '../ledger/read.ts';

/** A part of the ledger that a replay goes over, and what of it goes out once more. */
export interface Repeat {
  /** Its row in `replay`. */
  replay: number;
  entries: readonly Onward[];
  from: number;
  to: number;
  /** Keeps how far it has come, in the transaction of the receipts. */
  keep(connection: Connection, reached: number, sums: Sums): Promise<void>;
}

export interface Sums {
  delivered: number;
  waiting: number;
  /** The mapping left them out. */
  left: number;
}

/** Where a round goes over the ledger, and what is known of it beforehand. */
export interface Course {
  range: { from: number; to: number };
  open: 'some open' | 'none open';
  /** Whether an earlier attempt may have brought it to the target. */
  mayBeThere: (delivery: Delivery) => boolean;
  repeat?: Repeat;
}
