import { isObject, type Json } from '../../vocabulary/json.ts';

/** The value at `machine.name` in a document: a field of that very name, else the path. */
export function fieldAt(document: Json, path: string): Json | undefined {
  if (isObject(document) && Object.hasOwn(document, path)) return document[path];
  let value: Json | undefined = document;
  for (const part of path.split('.')) {
    value = isObject(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  }
  return value;
}

/** A text or number as text; undefined for anything else and for nothing. */
export function textAt(document: Json, path: string): string | undefined {
  const value = fieldAt(document, path);
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
