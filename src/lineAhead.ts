import type { Connection, Pool } from './database/pool.ts';
import type { CrossReferences } from './identity/crossReferences.ts';

/** The line, looked at: what the present mappings, code lists and rules would make of messages. */
export interface LineAhead {
  pool: Pool;
  references: CrossReferences;
  /** Sees one moment, and cannot write. */
  connection: Connection;
}

/** What the messages of an interface told so far have to do with those still to be told. */
export interface Before {
  /** Keys that are stopped. */
  held: Set<string>;
  /** Facts that would be in the ledger. */
  facts: Set<string>;
}
