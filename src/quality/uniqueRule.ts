import type { JsonObject } from '../vocabulary/json.ts';

/** A quality rule across records: what one record of the entity has no other one may have. It gets records that fit the schema. */
export interface UniqueRule {
  id: string;
  /** E parks the message or refuses the decision; W lets it on and opens a finding. */
  severity: 'E' | 'W';
  /** One line: what must hold. */
  meaning: string;
  /** What the record as it stands has for itself. */
  claims(record: JsonObject): readonly Claim[];
}

/** Something that a record has for itself. */
export interface Claim {
  /** Equal for what counts as the same. */
  value: string;
  /** Path of the attribute: `units[2].gtin`. */
  field: string;
  /** As it is written there. */
  written: string;
}
