import type { Instant } from '../../vocabulary/json.ts';
import type { Zone } from './zone.ts';

/** What the dialects have in common. Values go to and come from the database as text; null is null. */
export interface Database {
  readonly dialect: Dialect;
  /** The zone of times stored without zone. */
  readonly zone: Zone;
  /** One statement on a connection of its own, set up for reading. */
  read(sql: Sql): Promise<Rows>;
  /** Work in one transaction: committed when it returns, rolled back when it throws. */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface Session {
  run(sql: Sql): Promise<Rows>;
  /** Runs the statements in order; throws what the first failing one throws. */
  runAll(sqls: readonly Sql[]): Promise<Rows[]>;
}

export interface Sql {
  text: string;
  values?: readonly (string | null)[];
  /** The same text will be run again: the dialect may keep it prepared. */
  repeated?: boolean;
}

export interface Rows {
  columns: Column[];
  rows: (string | null)[][];
  affected: number;
  /** What the database remarked though it took it. */
  warnings?: string[];
  /** The key that an auto-increment column gave. */
  insertId?: string;
}

export interface Column {
  name: string;
  kind: ColumnKind;
}

/** `digits`: integers and decimals kept as text. `localTime`: a time without zone. `bytes`: text is base64. */
export type ColumnKind =
  | 'number'
  | 'digits'
  | 'boolean'
  | 'instant'
  | 'localTime'
  | 'json'
  | 'bytes'
  | 'text';

/** What differs between databases; without state. */
export interface Dialect {
  readonly name: 'postgres' | 'mysql';
  quote(identifier: string): string;
  /** `$1` or `?`; `index` counts from 1. */
  placeholder(index: number): string;
  boolean(value: boolean): string;
  /** Selects the database's clock as an instant in text. */
  readonly now: string;
  /** An instant as text that compares with a column of this kind. */
  timeText(kind: 'instant' | 'localTime', instant: Instant, zone: Zone): string;
  /** A time with zone as the database writes it; undefined for what is none, such as `infinity`. */
  instantOf(text: string): Instant | undefined;
  /** The condition "comes after these values" on quoted columns, in a form that an index serves. */
  comesAfter(columns: readonly { name: string; kind: ColumnKind }[], firstPlaceholder: number): Condition;
  failure(error: unknown): Failure;
  readonly ledger: LedgerSql;
  /** Ready to insert many rows with one statement, for this shape of statement; undefined: it cannot. */
  bulkInsert(statement: ParsedStatement, session: Session): Promise<BulkInsert | undefined>;
}

/** `values[i]` is the index of the cursor value that the i-th placeholder takes. */
export interface Condition {
  text: string;
  values: number[];
}

/** `keyOf` tells rows apart that one statement must not touch twice; undefined: it may touch any. */
export interface BulkInsert {
  conflictKey?(values: readonly (string | null)[]): string;
  /** Undefined: these values cannot go together in one statement. */
  statement(rows: readonly (readonly (string | null)[])[]): Sql | undefined;
}

/** SQL in pieces around its parameters: `pieces.length === names.length + 1`. */
export interface ParsedStatement {
  pieces: string[];
  names: string[];
}

/**
 * `refused`: the database understood and said no to this row. `collided`: another transaction was in the way, at once again. `down`: it is
 * away, full, locked or shutting down. `unfit`: every row would fail the same way, as things are set up. In these nothing was done.
 * `broken`: the connection broke.
 */
export interface Failure {
  kind: 'refused' | 'collided' | 'down' | 'unfit' | 'broken';
  /** The database's own words, with SQLSTATE. */
  words: string;
  column?: string;
  /** The connection ended with it. */
  ended?: true;
}

/** SQL of the table of delivery ids in a target. */
export interface LedgerSql {
  create(table: string): string;
  /** Values: id, attempt, id, attempt, …; ids that are known stay as they are. */
  claim(table: string, count: number): string;
  /** Of the ids those that another attempt claimed: columns id, local key. Values: attempt, ids. */
  claimedBefore(table: string, count: number): string;
  /** Values: local key, id. */
  nameLocalKey(table: string): string;
}

/** Thrown inside a transaction for what the target accepted but must not stand. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
