/** A JSON value as it comes out of a decoder. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [name: string]: Json;
}

/** UTC, ISO 8601 with milliseconds: `2025-03-01T08:15:30.000Z`. */
export type Instant = string;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The elements of a list that are objects. */
export function objectsOf(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The record itself when there is nothing to leave out. */
export function withoutNulls(record: JsonObject): JsonObject {
  for (const name in record)
    if (record[name] === null)
      return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
  return record;
}
