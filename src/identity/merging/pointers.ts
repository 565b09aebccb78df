import { isObject, type Json, type JsonObject } from '../../vocabulary/json.ts';
import { below, elementKey } from '../merge.ts';
import { namesOf } from '../pointer.ts';

type ElementKeys = ReadonlyMap<string, readonly string[]>;

/** The record with another value at the pointer; undefined takes it away, and what is left empty on the way with it. */
export function withValueAt(
  record: JsonObject,
  pointer: string,
  value: Json | undefined,
  elementKeys: ElementKeys,
): JsonObject {
  return (put(record, namesOf(pointer), '') as JsonObject | undefined) ?? {};

  function put(held: Json | undefined, names: string[], shape: string): Json | undefined {
    const [name, ...rest] = names;
    if (name === undefined) return value;
    const keys = elementKeys.get(shape);
    if (Array.isArray(held) || (keys && !isObject(held))) {
      const list = Array.isArray(held) ? held : [];
      return putElement(list, name, rest, shape, keys ?? []);
    }
    const object = isObject(held) ? { ...held } : {};
    const inner = put(object[name], rest, below(shape, name));
    if (inner === undefined) delete object[name];
    else object[name] = inner;
    return Object.keys(object).length === 0 ? undefined : object;
  }

  function putElement(
    list: Json[],
    name: string,
    rest: string[],
    shape: string,
    keys: readonly string[],
  ): Json | undefined {
    const at = list.findIndex((element) => elementKey(element, keys) === name);
    const held = at >= 0 ? list[at] : rest.length > 0 ? {} : undefined;
    const inner = put(held, rest, shape);
    const result = at < 0 ? [...list, ...(inner === undefined ? [] : [inner])] : [...list];
    if (at >= 0) result.splice(at, 1, ...(inner === undefined ? [] : [inner]));
    return result.length === 0 ? undefined : result;
  }
}
