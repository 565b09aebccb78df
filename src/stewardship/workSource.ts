import type { Pool, Queryable } from '../database/pool.ts';
import type { Instant, Json } from '../vocabulary/json.ts';
import type { Problem } from '../vocabulary/problem.ts';
import type { WorkKind } from '../vocabulary/work.ts';

/** Something that waits for a person, as its source tells it. */
export interface SourceItem {
  /** Unique in its kind, and the same as long as it is open. */
  id: string;
  /** For people, in one line. */
  title: string;
  entity: string;
  /** Canonical key; absent: the item is a group. */
  key?: string;
  /** The system it came up at. */
  system?: string;
  /** When what it is about belongs to another site than its system. */
  site?: string;
  /** How many messages or records it is about. */
  count: number;
  /** Of a quality rule that lets the record on: it is due later. */
  severity?: 'W';
  openedAt: Instant;
}

export interface SourceDetail extends SourceItem {
  /** `open`, or how it ended. */
  state: string;
  /** What a person needs to decide, in the words of its source. */
  details: object;
}

export interface WorkFilter {
  entity?: string;
  system?: string;
  key?: string;
}

export interface Decision {
  actor: string;
  /** The systems of which they may decide; all, when absent. */
  systems?: readonly string[];
  /** One of the source's `decisions`. */
  decision: string;
  reason?: string;
  /** Where it asks for values: by attribute, as the landscape names them. */
  values?: Readonly<Record<string, Json>>;
}

/**
 * Where work of one kind comes from. Each kind keeps its own table and its own ways to end; the work list reads them all through this, and
 * hands decisions back to it. A new kind is one of these, in the table of src/api/operations/work/sources.ts.
 */
export interface WorkSource {
  kind: WorkKind;
  /** What can be decided, and what it means. */
  decisions: Readonly<Record<string, string>>;
  /** The open ones, the oldest first, at most `MOST_OF_A_KIND`. */
  list(db: Queryable, filter: WorkFilter): Promise<SourceItem[]>;
  /** One of them, also when it is decided. */
  show(db: Queryable, id: string): Promise<SourceDetail | undefined>;
  /** Decides it, in one audited transaction; says in words what came of it. */
  decide(pool: Pool, id: string, decision: Decision): Promise<{ did: string } | Problem>;
}

/** No more of one kind are listed. */
export const MOST_OF_A_KIND = 1000;

/** The row that an id of the list names; undefined when it can be none. */
export function rowOf(id: string): number | undefined {
  return /^\d{1,15}$/.test(id) ? Number(id) : undefined;
}
