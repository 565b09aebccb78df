import type { AttributeGroup } from '../quality/checker.ts';
import { isObject, type Json, type JsonObject } from '../vocabulary/json.ts';
import { equal } from './merge.ts';

/** How one value stands to another: what restricts more is stricter; `neither`: nobody can tell. */
export type Comparison = 'stricter' | 'laxer' | 'same' | 'neither';

/** What the model says of the attribute that is compared. */
export interface Strict {
  place: string;
  groups: ReadonlyMap<string, AttributeGroup>;
  /** Of an element of a list only the parts that have an order count: a hold is a hold, whatever its reason. */
  isElement: boolean;
}

/** To say something restricts more than to say nothing; parts of a structure are compared one by one, and must agree. */
export function compareStrictness(a: Json | undefined, b: Json | undefined, strict: Strict): Comparison {
  if (equal(a, b)) return 'same';
  if (isNothing(a) || isNothing(b)) return isNothing(a) ? (isNothing(b) ? 'same' : 'laxer') : 'stricter';
  if (isObject(a) && isObject(b)) return compareParts(a, b, strict);
  return compareRanks(a!, b!, orderOf(strict, strict.place));
}

function isNothing(value: Json | undefined): boolean {
  return value === undefined || value === null;
}

function compareParts(a: JsonObject, b: JsonObject, { place, groups, isElement }: Strict): Comparison {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  const counted = isElement ? names.filter((name) => groups.get(`${place}/${name}`)?.strictness) : names;
  return counted
    .map((name) =>
      compareStrictness(a[name], b[name], { place: `${place}/${name}`, groups, isElement: false }),
    )
    .reduce(together, 'same');
}

function together(one: Comparison, other: Comparison): Comparison {
  if (one === 'same' || one === other) return other;
  return other === 'same' ? one : 'neither';
}

function compareRanks(a: Json, b: Json, order: readonly Json[]): Comparison {
  const [ofA, ofB] = [order.indexOf(a), order.indexOf(b)];
  if (ofA < 0 || ofB < 0) return 'neither';
  return ofA > ofB ? 'stricter' : 'laxer';
}

function orderOf({ groups }: Strict, place: string): readonly Json[] {
  return groups.get(place)?.strictness ?? [];
}
