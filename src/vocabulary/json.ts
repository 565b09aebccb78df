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
