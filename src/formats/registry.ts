import Type from 'typebox';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import { ProblemError, problem } from '../vocabulary/problem.ts';
import { csv } from './csv.ts';
import { csvSettings } from './csvSettings.ts';
import { fixedWidth } from './fixedWidth.ts';
import { fixedWidthSettings } from './fixedWidthSettings.ts';
import type { Format } from './format.ts';
import { json, jsonSettings } from './json.ts';
import { ndjson, ndjsonSettings } from './ndjson.ts';
import { isKnownEncoding } from './text.ts';
import { xml } from './xml.ts';
import { xmlSettings } from './xmlSettings.ts';

/** Every format by its name in the landscape. */
const formats = {
  json: { make: json, settings: jsonSettings },
  ndjson: { make: ndjson, settings: ndjsonSettings },
  csv: { make: csv, settings: csvSettings },
  xml: { make: xml, settings: xmlSettings },
  fixedWidth: { make: fixedWidth, settings: fixedWidthSettings },
} as const;

type FormatName = keyof typeof formats;
const names = Object.keys(formats) as FormatName[];

/** `format:` of an interface: a name (`format: json`), or a name with settings (`format: { csv: { delimiter: ";" } }`). */
export const formatSettings = Type.Union(
  [
    Type.Union(
      names.map((name) => Type.Literal(name)),
      { description: 'A format with its defaults.' },
    ),
    ...names.map((name) => Type.Object({ [name]: formats[name].settings }, { additionalProperties: false })),
  ],
  { default: 'json', description: 'How the documents are written.' },
);

/**
 * @param settings valid against `formatSettings`; JSON when there are none.
 * @throws ProblemError `landscape-invalid` when the encoding declared is not known.
 */
export function createFormat(settings: JsonObject | string | undefined): Format {
  const [name, options] = named(settings ?? 'json');
  const encoding = options['encoding'];
  if (typeof encoding === 'string' && !isKnownEncoding(encoding)) {
    throw new ProblemError(problem('landscape-invalid', 'landscape', `There is no encoding "${encoding}"`));
  }
  const make = formats[name].make as (options: JsonObject) => Format;
  return make(options);
}

function named(settings: JsonObject | string): [FormatName, JsonObject] {
  if (typeof settings === 'string') return [settings as FormatName, {}];
  const [name, options] = Object.entries(settings)[0] as [FormatName, Json];
  return [name, (options ?? {}) as JsonObject];
}
