import { isObject, type Json, type JsonObject } from '../vocabulary/json.ts';
import { below, elementKey, escapePointer, type Merged, merge } from './merge.ts';

type ElementKeys = ReadonlyMap<string, readonly string[]>;

/** Of a record only what stands at the pointers, lists by element key, each element with what identifies it. */
export function portionOf(
  record: JsonObject,
  pointers: readonly string[],
  elementKeys: ElementKeys,
): JsonObject {
  const isMeant = (at: string) => pointers.some((pointer) => at === pointer || at.startsWith(`${pointer}/`));
  const isOnTheWay = (at: string) => pointers.some((pointer) => pointer.startsWith(`${at}/`));
  return ofObject(record, '', '', []);

  function ofObject(
    object: JsonObject,
    pointer: string,
    shape: string,
    identity: readonly string[],
  ): JsonObject {
    const kept = Object.entries(object).flatMap(([name, value]): [string, Json][] => {
      const at = `${pointer}/${escapePointer(name)}`;
      if (isMeant(at) || identity.includes(name)) return [[name, value]];
      return isOnTheWay(at) ? [[name, ofValue(value, at, below(shape, name))]] : [];
    });
    return Object.fromEntries(kept);
  }

  function ofValue(value: Json, pointer: string, shape: string): Json {
    if (isObject(value)) return ofObject(value, pointer, shape, []);
    const keys = elementKeys.get(shape);
    if (!keys || !Array.isArray(value)) return value;
    const identity = keys.map((key) => key.split('.', 1)[0]!);
    return value.flatMap((element): Json[] => {
      const at = `${pointer}/${escapePointer(elementKey(element, keys))}`;
      if (isMeant(at)) return [element];
      return isOnTheWay(at) && isObject(element) ? [ofObject(element, at, shape, identity)] : [];
    });
  }
}

/** The record with what stands at these pointers taken from another; what is not there any more is taken away. */
export function withPortion(
  record: JsonObject,
  other: JsonObject,
  pointers: readonly string[],
  elementKeys: ElementKeys,
): Pick<Merged, 'record' | 'changed'> {
  const was = portionOf(record, pointers, elementKeys);
  const now = portionOf(other, pointers, elementKeys);
  const { record: merged, changed } = merge(record, was, now, { elementKeys, lists: 'complete' });
  return { record: merged, changed };
}
