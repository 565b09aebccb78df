import { isObject, type Json, type JsonObject } from '../vocabulary/json.ts';

export interface MergeRules {
  /** `/lines` → the attributes that identify an element. */
  elementKeys: ReadonlyMap<string, readonly string[]>;
  /** `complete`: an element that left the system's list leaves the record's. `partial`: it stands. */
  lists: 'complete' | 'partial';
}

export interface Merged {
  record: JsonObject;
  /** JSON pointers of what changed, arrays by element key; empty: nothing did. */
  changed: string[];
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
  const changed: string[] = [];
  const merged = before
    ? applyObject(record, before, now, '', '', rules, changed)
    : fillObject(record, now, '', '', rules, changed);
  return { record: changed.length === 0 ? record : merged, changed };
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
  rules: MergeRules,
  changed: string[],
): JsonObject {
  let result = record;
  for (const name of Object.keys(now)) {
    const after = now[name]!;
    if (equal(before[name], after)) continue;
    const held = result[name];
    const at = `${pointer}/${escapePointer(name)}`;
    const value = applyValue(held, before[name], after, at, below(shape, name), rules, changed);
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
  rules: MergeRules,
  changed: string[],
): Json | undefined {
  if (equal(held, after)) return held;
  if (after === null) {
    if (held !== undefined) changed.push(pointer);
    return undefined;
  }
  if (isObject(after) && isObject(held)) {
    return applyObject(held, isObject(before) ? before : {}, after, pointer, shape, rules, changed);
  }
  const keys = rules.elementKeys.get(shape);
  if (keys && Array.isArray(after) && Array.isArray(held)) {
    return applyList(held, Array.isArray(before) ? before : [], after, keys, pointer, shape, rules, changed);
  }
  changed.push(pointer);
  return after;
}

function applyList(
  held: Json[],
  before: Json[],
  after: Json[],
  keys: readonly string[],
  pointer: string,
  shape: string,
  rules: MergeRules,
  changed: string[],
): Json[] {
  const count = changed.length;
  const result = new Map(held.map((element) => [elementKey(element, keys), element]));
  const was = new Map(before.map((element) => [elementKey(element, keys), element]));
  for (const element of after) {
    const key = elementKey(element, keys);
    const known = was.get(key);
    if (known !== undefined && equal(known, element)) continue;
    const value = applyValue(
      result.get(key),
      known,
      element,
      `${pointer}/${escapePointer(key)}`,
      shape,
      rules,
      changed,
    );
    if (value !== undefined) result.set(key, value);
  }
  if (rules.lists === 'complete') {
    const present = new Set(after.map((element) => elementKey(element, keys)));
    for (const key of was.keys()) {
      if (present.has(key) || !result.delete(key)) continue;
      changed.push(`${pointer}/${escapePointer(key)}`);
    }
  }
  return changed.length === count ? held : [...result.values()];
}

function fillObject(
  record: JsonObject,
  now: JsonObject,
  pointer: string,
  shape: string,
  rules: MergeRules,
  changed: string[],
): JsonObject {
  let result = record;
  const put = (name: string, value: Json) => {
    if (result === record) result = { ...record };
    result[name] = value;
  };
  for (const name of Object.keys(now)) {
    const after = now[name]!;
    if (after === null) continue;
    const held = record[name];
    const at = `${pointer}/${escapePointer(name)}`;
    if (held === undefined) {
      changed.push(at);
      put(name, after);
    } else if (isObject(held) && isObject(after)) {
      const filled = fillObject(held, after, at, below(shape, name), rules, changed);
      if (filled !== held) put(name, filled);
    } else if (Array.isArray(held) && Array.isArray(after)) {
      const filled = fillList(held, after, at, below(shape, name), rules, changed);
      if (filled !== held) put(name, filled);
    }
  }
  return result;
}

function fillList(
  held: Json[],
  after: Json[],
  pointer: string,
  shape: string,
  rules: MergeRules,
  changed: string[],
): Json[] {
  const keys = rules.elementKeys.get(shape);
  if (!keys) return held;
  const present = new Set(held.map((element) => elementKey(element, keys)));
  const added = after.filter((element) => !present.has(elementKey(element, keys)));
  for (const element of added) changed.push(`${pointer}/${escapePointer(elementKey(element, keys))}`);
  return added.length === 0 ? held : [...held, ...added];
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
