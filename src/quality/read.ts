import { isObject, type Json, type JsonObject } from '../vocabulary/json.ts';

/** The value at a path of attribute names: `item.item`; undefined when there is none. */
export function at(record: JsonObject, path: string): Json | undefined {
  const dot = path.indexOf('.');
  if (dot < 0) return record[path];
  const inner = record[path.slice(0, dot)];
  return isObject(inner) ? at(inner, path.slice(dot + 1)) : undefined;
}

export function textAt(record: JsonObject, path: string): string | undefined {
  const value = at(record, path);
  return typeof value === 'string' ? value : undefined;
}

export function objectAt(record: JsonObject, path: string): JsonObject | undefined {
  const value = at(record, path);
  return isObject(value) ? value : undefined;
}

/** The elements of a list that are objects; empty when there is none. */
export function objectsAt(record: JsonObject, path: string): readonly JsonObject[] {
  const value = at(record, path);
  return Array.isArray(value) ? (value as JsonObject[]) : none;
}

const none: readonly JsonObject[] = [];

/** The entries of a map attribute such as `sites`. */
export function entriesAt(record: JsonObject, path: string): [string, JsonObject][] {
  const value = objectAt(record, path);
  return value === undefined
    ? []
    : Object.entries(value).filter((e): e is [string, JsonObject] => isObject(e[1]));
}

/** The texts of a map attribute such as `names`. */
export function textsAt(record: JsonObject, path: string): [string, string][] {
  return Object.entries(objectAt(record, path) ?? {}).filter(
    (e): e is [string, string] => typeof e[1] === 'string',
  );
}
