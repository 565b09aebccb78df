import { isObject, type Json, type JsonObject } from '../../vocabulary/json.ts';
import { below, elementKey, escapePointer } from '../merge.ts';
import { valueAt, withValueAt } from '../pointer.ts';

type ElementKeys = ReadonlyMap<string, readonly string[]>;

/** A record that names one thing where it named another, and where it does. */
export interface Renamed {
  data: JsonObject;
  /** JSON pointers, arrays by the element key they have now. */
  pointers: string[];
}

/** Of two elements of a list that come to be one by it the first stays. */
export function renamed(record: JsonObject, from: string, to: string, elementKeys: ElementKeys): Renamed {
  const pointers: string[] = [];
  return { data: ofObject(record, '', ''), pointers };

  function ofObject(object: JsonObject, pointer: string, shape: string): JsonObject {
    return Object.fromEntries(
      Object.entries(object).map(([name, value]) => [
        name,
        ofValue(value, `${pointer}/${escapePointer(name)}`, below(shape, name)),
      ]),
    );
  }

  function ofValue(value: Json, pointer: string, shape: string): Json {
    if (value === from) {
      pointers.push(pointer);
      return to;
    }
    if (isObject(value)) return ofObject(value, pointer, shape);
    return Array.isArray(value) ? ofList(value, pointer, shape) : value;
  }

  function ofList(list: Json[], pointer: string, shape: string): Json[] {
    const keys = elementKeys.get(shape) ?? [];
    if (keys.length === 0) return list.map((element) => ofValue(element, pointer, shape));
    const result = new Map<string, Json>();
    for (const element of list) {
      const key = elementKey(plain(element) as Json, keys);
      const at = `${pointer}/${escapePointer(key)}`;
      const inner = ofValue(element, at, shape);
      if (!result.has(key)) result.set(key, inner);
    }
    return [...result.values()];
  }

  /** As it is named afterwards: what identifies an element may be the name itself. */
  function plain(value: Json): Json {
    if (value === from) return to;
    if (Array.isArray(value)) return value.map(plain);
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
  }
}

/** The record as it named things before, where nobody has said otherwise since. */
export function namedBack(
  record: JsonObject,
  pointers: readonly string[],
  { from, to }: { from: string; to: string },
  elementKeys: ElementKeys,
): JsonObject {
  return pointers.reduce(
    (result, pointer) =>
      valueAt(result, pointer, elementKeys) === to ? withValueAt(result, pointer, from, elementKeys) : result,
    record,
  );
}

/** The items that a record names, its own among them. */
export function itemsIn(value: Json, found: Set<string> = new Set()): Set<string> {
  if (Array.isArray(value)) for (const element of value) itemsIn(element, found);
  else if (isObject(value))
    for (const [name, inner] of Object.entries(value))
      if (name === 'item' && typeof inner === 'string') found.add(inner);
      else itemsIn(inner, found);
  return found;
}
