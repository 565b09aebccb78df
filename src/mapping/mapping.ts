import type { Instant, Json } from '../vocabulary/json.ts';
import type { Problem } from '../vocabulary/problem.ts';

/** A mapping file, compiled. Pure: the same document and scope give the same outcome. */
export interface Mapping {
  /** Absolute path. */
  readonly file: string;
  run(document: Json, scope: Scope): Mapped;
  /** For each target field the source fields it is made from. */
  lineage(): Lineage[];
  /** Texts that the mapping itself puts into a target field: `"itemType": "finishedGood"`. */
  constants(): Constant[];
  /** Where it calls `$code` and `$convert`. */
  calls(): Call[];
}

export interface Constant {
  /** `lines[].quantity.unit`. */
  target: string;
  value: string;
  line: number;
}

/** A function of the field as the mapping calls it; of its arguments what is written in the mapping. */
export interface Call {
  name: string;
  arguments: readonly (string | Call | undefined)[];
  line: number;
}

export type Mapped =
  /** No value: the mapping leaves this document out. An array: several records from one document. */
  { value: Json | undefined; missing: readonly MissingReference[] } | { problem: Problem };

/** A `$xref` that was not in the scope; the caller looks it up and runs the mapping again. */
export interface MissingReference {
  entity: string;
  system: string;
  key: string;
  /** False for `$tryXref`: the mapping can do without. */
  required: boolean;
}

export interface Lineage {
  target: string;
  sources: string[];
  /** The functions and literals on the way: `$code('unit')`. */
  via: string[];
  line: number;
}

/** What a mapping may know besides the document. */
export interface Scope {
  /** `in`: local to canonical. `out`: canonical to local. Decides how `$code` and `$xref` read. */
  direction: 'in' | 'out';
  system: string;
  site: string;
  timeZone: string;
  /** When the message arrived: `$now()` in a mapping. */
  receivedAt: Instant;
  /** Translated value or undefined. Direction is already applied. */
  code(list: string, value: string): string | undefined;
  /** `in`: canonical key of a local key of `system`; `out`: local key in `system` of a canonical key. */
  xref(entity: string, key: string, system: string): string | undefined;
  /** The system whose keys `system` uses for an entity (`keys:` in the landscape); itself when not declared. */
  keysOf(entity: string): string;
}
