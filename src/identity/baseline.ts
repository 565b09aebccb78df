import { isObject, type Json, type JsonObject } from '../vocabulary/json.ts';
import { below, elementKey, escapePointer } from './merge.ts';

/** Where an attribute stands. */
export interface Place {
  /** JSON pointer, entries of lists by element key. */
  pointer: string;
  /** The names on the way, entries of lists without their key. */
  path: readonly string[];
  shape: string;
}

/** What one attribute is compared with: `written` is what each writing put there. Undefined: nothing stood there. */
export type Compared = (
  before: Json | undefined,
  now: Json,
  written: readonly (Json | undefined)[],
  place: Place,
) => Json | undefined;

/** What a system's view is compared with, attribute by attribute, so that the difference is its own change. */
export function baselineOf(
  before: JsonObject,
  now: JsonObject,
  written: readonly JsonObject[],
  elementKeys: ReadonlyMap<string, readonly string[]>,
  compared: Compared,
): JsonObject {
  return ofObject(before, now, written, { pointer: '', path: [], shape: '' });

  function ofObject(
    was: JsonObject,
    is: JsonObject,
    given: readonly (Json | undefined)[],
    place: Place,
  ): JsonObject {
    const result = { ...was };
    for (const name of Object.keys(is)) {
      const within = given.map((value) => (isObject(value) ? value[name] : undefined));
      const value = ofValue(was[name], is[name]!, within, named(place, name));
      if (value === undefined) delete result[name];
      else result[name] = value;
    }
    return result;
  }

  function ofValue(
    was: Json | undefined,
    is: Json,
    given: readonly (Json | undefined)[],
    place: Place,
  ): Json | undefined {
    if (isObject(is)) return ofObject(isObject(was) ? was : {}, is, given, place);
    const keys = elementKeys.get(place.shape);
    if (keys && Array.isArray(is)) return ofList(Array.isArray(was) ? was : [], is, given, keys, place);
    return compared(was, is, given, place);
  }

  function ofList(
    was: Json[],
    is: Json[],
    given: readonly (Json | undefined)[],
    keys: readonly string[],
    place: Place,
  ): Json[] {
    const result = byKey(was, keys);
    const lists = given.map((list) => byKey(Array.isArray(list) ? list : [], keys));
    for (const element of is) {
      const key = elementKey(element, keys);
      const at = { ...place, pointer: `${place.pointer}/${escapePointer(key)}` };
      const within = lists.map((list) => list.get(key));
      const value = ofValue(result.get(key), element, within, at);
      if (value === undefined) result.delete(key);
      else result.set(key, value);
    }
    return [...result.values()];
  }
}

function byKey(list: readonly Json[], keys: readonly string[]): Map<string, Json> {
  return new Map(list.map((element) => [elementKey(element, keys), element]));
}

function named({ pointer, path, shape }: Place, name: string): Place {
  return {
    pointer: `${pointer}/${escapePointer(name)}`,
    path: [...path, name],
    shape: below(shape, name),
  };
}
