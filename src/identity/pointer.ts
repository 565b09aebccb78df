import { isObject, type Json, type JsonObject } from '../vocabulary/json.ts';
import { below, elementKey } from './merge.ts';

type ElementKeys = ReadonlyMap<string, readonly string[]>;

/** What stands at a pointer whose lists are gone through by element key. */
export function valueAt(record: Json, pointer: string, elementKeys: ElementKeys): Json | undefined {
  let value: Json | undefined = record;
  let shape = '';
  for (const name of namesOf(pointer)) {
    if (Array.isArray(value)) {
      const keys = elementKeys.get(shape) ?? [];
      value = value.find((element) => elementKey(element, keys) === name);
    } else {
      value = isObject(value) ? value[name] : undefined;
      shape = below(shape, name);
    }
  }
  return value;
}

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

/** The names on the way. */
export function namesOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Whether one pointer is the other, or a part of it. */
export function within(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(`${outer}/`);
}

/** Whether one of them is the other, or a part of it. */
export function touch(a: string, b: string): boolean {
  return within(a, b) || within(b, a);
}
