import type { Instant, JsonObject } from '../vocabulary/json.ts';
import type { CodeList, Profile, Units } from './checker.ts';

/** E parks the message or refuses the command; W lets it on and opens an issue. */
export type Severity = 'E' | 'W';

/** What a rule may know besides the record. Rules are pure: the arrival time is handed in. */
export interface Known {
  /** An observation need not be whole: a rule about what must be there asks only the golden record. */
  profile: Profile;
  receivedAt: Instant;
  units: Units;
  codeLists: ReadonlyMap<string, CodeList>;
}

/** One place where a rule is broken. */
export interface Breach {
  detail: string;
  /** Path of the attribute: `lines[2].quantity`. */
  field?: string;
  value?: string;
}

/** A quality rule that needs one record alone. It gets a record that fits the schema. */
export interface Rule {
  id: string;
  severity: Severity;
  /** One line: what must hold. */
  meaning: string;
  check(record: JsonObject, known: Known): readonly Breach[] | Breach | undefined;
}

/** A rule of the model that needs more than the record and so runs elsewhere, or not yet. */
export interface LaterRule {
  id: string;
  severity: Severity;
  meaning: string;
  /** What it needs: other records, the record before, the site's calendar. */
  needs: string;
}
