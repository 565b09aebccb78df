import Type, { type TSchema, type TSchemaOptions } from 'typebox';
import { durationPattern } from '../vocabulary/duration.ts';

/**
 * Shared kinds of settings. Besides JSON Schema a setting may carry: `x-secret` (masked wherever it is shown),
 * `x-expected` (what a value looks like, for messages), `x-expectedKey` (the same for the names of a map),
 * `x-file` (path of a file of the landscape that must be there) and `x-path` (of a connection: a path anywhere,
 * relative to the file it stands in; the connector gets it absolute).
 */
export const codePattern = '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$';

const codeWords = 'a code of letters, digits, `.`, `_` and `-`, at most 64 long';

/** The code of a site, system, segment: it stands in keys, addresses and file names. */
export function code(options: TSchemaOptions = {}) {
  return Type.String({ pattern: codePattern, 'x-expected': codeWords, ...options });
}

export function duration(options: TSchemaOptions = {}) {
  return Type.String({ pattern: durationPattern, ...options });
}

/** A map from codes to settings. */
export function byCode<T extends TSchema>(each: T, options: TSchemaOptions = {}) {
  return byName(codePattern, codeWords, each, options);
}

/** A map from site codes to settings: they stand in canonical keys, so that their letters are small. */
export function bySite<T extends TSchema>(each: T, options: TSchemaOptions = {}) {
  const expected = 'a code of small letters, digits and `-`, at most 40 long';
  return byName('^[a-z0-9][a-z0-9-]{0,39}$', expected, each, options);
}

function byName<T extends TSchema>(pattern: string, expected: string, each: T, options: TSchemaOptions) {
  const names = { additionalProperties: false, 'x-expectedKey': expected };
  return Type.Record(Type.String({ pattern }), each, { ...names, ...options });
}

export function oneOf<const T extends string[]>(words: [...T], options: TSchemaOptions = {}) {
  return Type.Enum(words, options);
}

/** An object that takes no other settings than these. */
export function settings<T extends Record<string, TSchema>>(properties: T, options: TSchemaOptions = {}) {
  return Type.Object(properties, { additionalProperties: false, ...options });
}
