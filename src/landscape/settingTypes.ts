import Type, { type TSchema, type TSchemaOptions } from 'typebox';
import { durationPattern } from '../vocabulary/duration.ts';

/**
 * Shared kinds of settings. Besides JSON Schema a setting may carry: `x-secret` (masked wherever it is shown),
 * `x-expected` (what a value looks like, for messages), `x-expectedKey` (the same for the names of a map) and
 * `x-file` (path of a file of the landscape that must be there).
 */
export const codePattern = '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$';

const codeWords = 'a code of letters, digits, `.`, `_` and `-`, at most 64 long';

/** The code of a site, system, segment: it stands in keys, addresses and file names. */
export function code(options: TSchemaOptions = {}) {
  return Type.String({ pattern: codePattern, 'x-expected': codeWords, ...options });
}

export function duration(options: TSchemaOptions = {}) {
  return Type.String({
    pattern: durationPattern,
    'x-expected': 'a duration such as `5s`, `15m`, `4h` or `7d`',
    ...options,
  });
}

/** A map from codes to settings. */
export function byCode<T extends TSchema>(each: T, options: TSchemaOptions = {}) {
  return Type.Record(Type.String({ pattern: codePattern }), each, {
    additionalProperties: false,
    'x-expectedKey': codeWords,
    ...options,
  });
}

export function oneOf<const T extends string[]>(words: [...T], options: TSchemaOptions = {}) {
  return Type.Enum(words, options);
}

/** An object that takes no other settings than these. */
export function settings<T extends Record<string, TSchema>>(properties: T, options: TSchemaOptions = {}) {
  return Type.Object(properties, { additionalProperties: false, ...options });
}
