import type { Instant, JsonObject } from '../vocabulary/json.ts';
import type { MatchingDefinition } from '../vocabulary/matching.ts';
import type { Problem } from '../vocabulary/problem.ts';
import type { StatusFlow } from './status.ts';
import type { UniqueRule } from './uniqueRule.ts';

/** `golden`: required attributes are asked for. `observation`: only what the system speaks of. Facts use golden. */
export type Profile = 'golden' | 'observation';

export type EntityKind = 'master' | 'document' | 'position' | 'fact';

/** What a rule may know besides the record. */
export interface RuleContext {
  receivedAt: Instant;
}

/** One canonical entity, compiled from `model/<entity>/`. */
export interface EntityModel {
  readonly entity: string;
  readonly major: number;
  readonly kind: EntityKind;
  readonly title: string;
  /**
   * Brings a mapped record into normal form in place (Unicode NFC, trimmed, decimals and instants in normal form,
   * empty text taken away) and says what does not fit the schema or breaks a rule of severity E.
   * Warnings (severity W) come back with `severity: 'W'` and do not stop the message.
   */
  check(record: JsonObject, profile: Profile, context: RuleContext): Finding[];
  /** The canonical key of a derived-key entity, from its attributes; undefined for minted ones (item, supplier, customer). */
  deriveKey(record: JsonObject): string | undefined;
  /** Prefix of minted keys: `itm`. */
  readonly mint?: string;
  /** How two of its records are found to be one thing; absent: they are not matched. */
  readonly matching?: MatchingDefinition;
  /** Rules about what only one of its records may have. */
  readonly unique: readonly UniqueRule[];
  /** Order holds within it. */
  partitionKey(key: string, record: JsonObject): string;
  /**
   * Pointer of an array → the attributes that identify an element: `/lines` → `['lineNo']`. Elements add no segment
   * (`/lines/schedules`), entries of `sites` and `companies` add `*`. A list that is not here is replaced whole.
   */
  readonly elementKeys: ReadonlyMap<string, readonly string[]>;
  /** The survivorship group of each attribute, by place. */
  readonly groups: ReadonlyMap<string, AttributeGroup>;
  /** Those with a class or a code list. */
  readonly attributes: readonly Attribute[];
  /** Names of its own attributes. */
  readonly names: readonly string[];
  /** Those of them that change only when a second person says so. */
  readonly governed: readonly string[];
  /** Status arrows, main chain first; empty for facts. */
  readonly statusMain: readonly string[];
  /** The main chain and the other arrows, for `statusMove`; absent for facts and positions. */
  readonly statusFlow?: StatusFlow;
}

/** What survivorship asks of an attribute. */
export interface AttributeGroup {
  /** Survivorship group: ID, EN, PL, LO, FI, CO, QU, RG; that of what it is a part of, when it has none of its own. */
  group?: string;
  /** Its parts stand or fall together: a quantity with its unit; of a list: the parts of each element. */
  whole: boolean;
  /** Its values, the most permissive first. */
  strictness?: readonly string[];
  /** Place of the attribute than which it is never more permissive: `/status`. */
  atLeast?: string;
  /** Something that is measured: a quantity, or dimensions. */
  measure?: true;
  /** The golden record must have it. */
  required?: true;
}

/** An attribute of an entity that a class or a code list is declared for. */
export interface Attribute {
  /** Names from the record down, without elements of lists; `*` for entries by site or company: `['contacts', 'email']`. */
  path: readonly string[];
  /** `personal`, `trade-secret`, `financial`, `export-controlled`; that of what it is a part of, when it has none of its own. */
  class?: string;
  codeList?: string;
}

/** What the landscape's own rules say of a record that the model lets pass. Pure. */
export type QualityCheck = (record: JsonObject, context: RuleContext) => Finding[];

export interface Finding {
  severity: 'E' | 'W';
  problem: Problem;
}

export interface Model {
  entities: ReadonlyMap<string, EntityModel>;
  /** Canonical values of a code list, with the default of an open one. */
  codeLists: ReadonlyMap<string, CodeList>;
  units: Units;
}

export interface CodeList {
  name: string;
  kind: 'open' | 'closed';
  values: ReadonlyMap<string, { meaning: string }>;
  fallback?: string;
  /** Shipped translations: well-known source values → canonical: `{ PCE: 'EA' }`. */
  aliases: ReadonlyMap<string, string>;
}

export interface Units {
  has(unit: string): boolean;
  dimension(unit: string): string | undefined;
  /** Exact factor from → to of one dimension as a fraction; undefined when not convertible. */
  factor(from: string, to: string): { numerator: bigint; denominator: bigint } | undefined;
  decimals(unit: string): number;
}
