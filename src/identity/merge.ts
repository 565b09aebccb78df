import { isObject, type Json, type JsonObject } from '../vocabulary/json.ts';

export interface MergeRules {
  /** `/lines` → the attributes that identify an element. */
  elementKeys: ReadonlyMap<string, readonly string[]>;
  /** `complete`: an element that left the system's list leaves the record's. `partial`: it stands. */
  lists: 'complete' | 'partial';
  /** A first view fills also what elements lack that are there already: two systems mean one thing by their key. */
  fillsElements?: boolean;
  /** Elements that do not go because this system leaves them out. */
  stays?: (pointer: string) => boolean;
  /** Which word stands where systems disagree; absent: what is said last, and first views only fill. */
  weighing?: Weighing;
}

/** Hears, attribute by attribute, what a system says over what stands. */
export interface Weighing {
  /** Whether it takes the place of what stands. `before`: what it said last. */
  takes(
    pointer: string,
    shape: string,
    held: Json | undefined,
    before: Json | undefined,
    after: Json,
  ): boolean;
  /** Whether the parts of what stands there are weighed each for itself, also when it is told for the first time. */
  opens(shape: string): boolean;
  /** The system says what stands. */
  agrees(pointer: string): void;
}

export interface Merged {
  record: JsonObject;
  /** JSON pointers of what changed, arrays by element key; empty: nothing did. */
  changed: string[];
  /** Of these, the elements that left a list. */
  gone: string[];
}

/**
 * Brings into the record what one system changed: the difference between its view before and now. What it says
 * unchanged does not come again over what another system changed meanwhile. An attribute absent now says nothing; null clears.
 * The first view of a system on a thing already known fills in what nobody has said.
 */
export function merge(
  record: JsonObject,
  before: JsonObject | undefined,
  now: JsonObject,
  rules: MergeRules,
): Merged {
  const merging: Merging = { rules, changed: [], gone: [] };
  const { changed, gone } = merging;
  const merged = before
    ? applyObject(record, before, now, '', '', merging)
    : fillObject(record, now, '', '', merging);
  return { record: changed.length === 0 ? record : merged, changed, gone };
}

interface Merging extends Pick<Merged, 'changed' | 'gone'> {
  rules: MergeRules;
}

/** Whether two JSON values say the same; the order of attributes does not matter. */
export function equal(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((value, i) => equal(value, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => equal(a[name], b[name]));
}

function applyObject(
  record: JsonObject,
  before: JsonObject,
  now: JsonObject,
  pointer: string,
  shape: string,
  merging: Merging,
): JsonObject {
  let result = record;
  for (const name of Object.keys(now)) {
    const after = now[name]!;
    if (equal(before[name], after)) continue;
    const held = result[name];
    const at = `${pointer}/${escapePointer(name)}`;
    const value = applyValue(held, before[name], after, at, below(shape, name), merging);
    if (value === held) continue;
    if (result === record) result = { ...record };
    if (value === undefined) delete result[name];
    else result[name] = value;
  }
  return result;
}

function applyValue(
  held: Json | undefined,
  before: Json | undefined,
  after: Json,
  pointer: string,
  shape: string,
  merging: Merging,
): Json | undefined {
  if (equal(held, after) || (after === null && held === undefined)) {
    merging.rules.weighing?.agrees(pointer);
    return held;
  }
  const parts = partsOf(held, shape, merging);
  if (isObject(after) && parts) {
    const applied = applyObject(parts, isObject(before) ? before : {}, after, pointer, shape, merging);
    return applied === parts ? held : applied;
  }
  const keys = merging.rules.elementKeys.get(shape);
  if (keys && Array.isArray(after) && Array.isArray(held)) {
    return applyList(held, Array.isArray(before) ? before : [], after, keys, pointer, shape, merging);
  }
  if (!takes(held, before, after, pointer, shape, merging)) return held;
  merging.changed.push(pointer);
  return after === null ? undefined : after;
}

/** What is gone through part by part; also where nothing stands yet, when the parts are weighed each for itself. */
function partsOf(
  held: Json | undefined,
  shape: string,
  { rules: { weighing } }: Merging,
): JsonObject | undefined {
  if (isObject(held)) return held;
  return held === undefined && weighing?.opens(shape) ? {} : undefined;
}

function takes(
  held: Json | undefined,
  before: Json | undefined,
  after: Json,
  pointer: string,
  shape: string,
  { rules: { weighing } }: Merging,
): boolean {
  return weighing === undefined || weighing.takes(pointer, shape, held, before, after);
}

function applyList(
  held: Json[],
  before: Json[],
  after: Json[],
  keys: readonly string[],
  pointer: string,
  shape: string,
  merging: Merging,
): Json[] {
  const count = merging.changed.length;
  const result = new Map(held.map((element) => [elementKey(element, keys), element]));
  const was = new Map(before.map((element) => [elementKey(element, keys), element]));
  for (const element of after) {
    const key = elementKey(element, keys);
    const known = was.get(key);
    if (known !== undefined && equal(known, element)) continue;
    const at = `${pointer}/${escapePointer(key)}`;
    const value = applyValue(result.get(key), known, element, at, shape, merging);
    if (value !== undefined) result.set(key, value);
  }
  if (merging.rules.lists === 'complete') removeGone(result, was, after, keys, pointer, shape, merging);
  return merging.changed.length === count ? held : [...result.values()];
}

function removeGone(
  result: Map<string, Json>,
  was: ReadonlyMap<string, Json>,
  after: readonly Json[],
  keys: readonly string[],
  pointer: string,
  shape: string,
  merging: Merging,
): void {
  const present = new Set(after.map((element) => elementKey(element, keys)));
  for (const [key, element] of was) {
    if (present.has(key) || !result.has(key)) continue;
    const at = `${pointer}/${escapePointer(key)}`;
    if (merging.rules.stays?.(at) || !takes(result.get(key), element, null, at, shape, merging)) continue;
    result.delete(key);
    merging.changed.push(at);
    merging.gone.push(at);
  }
}

function fillObject(
  record: JsonObject,
  now: JsonObject,
  pointer: string,
  shape: string,
  merging: Merging,
): JsonObject {
  let result = record;
  for (const name of Object.keys(now)) {
    const after = now[name]!;
    if (after === null) continue;
    const held = record[name];
    const at = `${pointer}/${escapePointer(name)}`;
    const value = fillValue(held, after, at, below(shape, name), merging);
    if (value === held) continue;
    if (result === record) result = { ...record };
    result[name] = value!;
  }
  return result;
}

function fillValue(
  held: Json | undefined,
  after: Json,
  pointer: string,
  shape: string,
  merging: Merging,
): Json | undefined {
  const parts = partsOf(held, shape, merging);
  if (isObject(after) && parts) {
    const filled = fillObject(parts, after, pointer, shape, merging);
    return filled === parts ? held : filled;
  }
  const keys = merging.rules.elementKeys.get(shape);
  if (keys && Array.isArray(held) && Array.isArray(after))
    return fillList(held, after, keys, pointer, shape, merging);
  const { weighing } = merging.rules;
  if (weighing ? equal(held, after) : held !== undefined) return held;
  if (!takes(held, undefined, after, pointer, shape, merging)) return held;
  merging.changed.push(pointer);
  return after;
}

/** Elements that nobody has told yet are added; what is told of one that is there is weighed, where there are rules for it, or fills. */
function fillList(
  held: Json[],
  after: Json[],
  keys: readonly string[],
  pointer: string,
  shape: string,
  merging: Merging,
): Json[] {
  const count = merging.changed.length;
  const result = new Map(held.map((element) => [elementKey(element, keys), element]));
  for (const element of after) {
    const key = elementKey(element, keys);
    const known = result.get(key);
    if (known !== undefined && merging.rules.weighing === undefined && !merging.rules.fillsElements) continue;
    const value = fillValue(known, element, `${pointer}/${escapePointer(key)}`, shape, merging);
    if (value !== undefined) result.set(key, value);
  }
  return merging.changed.length === count ? held : [...result.values()];
}

export function elementKey(element: Json, keys: readonly string[]): string {
  if (!isObject(element)) return String(element);
  return keys.map((name) => String(element[name] ?? '')).join('+');
}

/** Where an attribute stands in the schema; the entries of `sites` and `companies` all have one shape. */
export function below(shape: string, name: string): string {
  return shape === '/sites' || shape === '/companies' ? `${shape}/*` : `${shape}/${name}`;
}

export function escapePointer(name: string): string {
  return name.includes('~') || name.includes('/') ? name.replaceAll('~', '~0').replaceAll('/', '~1') : name;
}
