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

/** The record with another value there; null takes it away. What it is a part of must be there. */
export function withValueAt(
  record: JsonObject,
  pointer: string,
  given: Json,
  elementKeys: ElementKeys,
): JsonObject {
  return put(record, namesOf(pointer), '', given, elementKeys) as JsonObject;
}

function put(
  value: Json,
  names: readonly string[],
  shape: string,
  given: Json,
  elementKeys: ElementKeys,
): Json {
  const [name, ...rest] = names;
  if (name === undefined) return given;
  if (Array.isArray(value)) {
    const keys = elementKeys.get(shape) ?? [];
    const isIt = (element: Json) => elementKey(element, keys) === name;
    const others = value.filter((element) => !isIt(element));
    if (rest.length === 0 && given === null) return others;
    if (!value.some(isIt)) return [...value, given];
    return value.map((element) => (isIt(element) ? put(element, rest, shape, given, elementKeys) : element));
  }
  if (!isObject(value)) return value;
  const { [name]: held, ...others } = value;
  if (rest.length === 0) return given === null ? others : { ...value, [name]: given };
  return { ...value, [name]: put(held ?? {}, rest, below(shape, name), given, elementKeys) };
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
