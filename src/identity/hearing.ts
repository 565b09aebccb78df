import type { Strategy } from '../landscape/connectivity/survivorship.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { Merged, Weighing } from './merge.ts';
import type { Word } from './survivorship.ts';
import type { Saying, Voice } from './told.ts';

/** Two members say different things, and no rule settles it. */
export interface Contest {
  pointer: string;
  standing: Word;
  word: Word;
}

/** What a system's message came to where it met what others say. */
export interface Hearing extends Weighing {
  contests: Contest[];
  /** What is only kept as what that system says. */
  kept: Set<string>;
  /** Where the system says what stands. */
  agreed: Set<string>;
  /** Where of all that members say one stands, whatever they said before. */
  settled: Set<string>;
  /** How each attribute was told, by pointer: the strategy. */
  strategies: Map<string, Strategy>;
  /** The attribute that a pointer is a part of, where its parts stand or fall together. */
  wholes: Map<string, string>;
  /** Of attributes that one system speaks for together what becomes of the word. */
  sources: Map<string, { together: Together; source: Source }>;
}

/** Attributes that one system speaks for together: a group, of the record or of one of its sites or companies. */
export interface Together {
  id: string;
  strategy: Strategy;
  pointers: string[];
  /** Those that the golden record must have. */
  required: ReadonlySet<string>;
}

/**
 * What becomes of a word on attributes that stand together. `speaks`: the system speaks for them, from now on where it did not. `takesOver`: it is
 * trusted more than who does, and all becomes its word. `agrees`, `yields`, `disputed`: they stay.
 */
export type Source = 'speaks' | 'takesOver' | 'agrees' | 'yields' | 'disputed';

/** A record on its way to what it becomes, where not the word alone decides but all that members say. */
export interface Settling extends Merged {
  record: JsonObject;
  /** By what an attribute stands, where it is not the message at hand. */
  sayings: ReadonlyMap<string, Saying>;
  /** What members say, of attributes that go by the strictest. */
  voices: Readonly<Record<string, readonly Voice[]>>;
}
