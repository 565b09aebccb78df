import type { TSchema } from 'typebox';
import { durationPattern, sizePattern } from '../vocabulary/duration.ts';

const durationWords = 'a duration such as `5s`, `15m`, `4h` or `7d`';
const sizeWords = 'a size such as `64KB` or `10MB`';

/** The JSON Schema keywords that settings use, as read by the fit, the reference page and the masking. */
export interface SchemaView {
  type?: string | string[];
  title?: string;
  description?: string;
  default?: unknown;
  examples?: unknown[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: SchemaView[];
  oneOf?: SchemaView[];
  allOf?: SchemaView[];
  properties?: Record<string, SchemaView>;
  required?: string[];
  patternProperties?: Record<string, SchemaView>;
  additionalProperties?: boolean | SchemaView;
  minProperties?: number;
  items?: SchemaView;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
  'x-secret'?: boolean;
  'x-file'?: boolean;
  'x-path'?: boolean;
  'x-expected'?: string;
  'x-expectedKey'?: string;
}

export function view(schema: TSchema): SchemaView {
  return schema as SchemaView;
}

/** The branches of a choice; undefined when the schema is none. */
export function branches(schema: SchemaView): SchemaView[] | undefined {
  return schema.anyOf ?? schema.oneOf;
}

/** The words a value may be; undefined when it is not a choice of words. */
export function words(schema: SchemaView): string[] | undefined {
  if (schema.const !== undefined) return [String(schema.const)];
  if (schema.enum !== undefined) return schema.enum.map(String);
  const each = branches(schema)?.map(words);
  return each?.every((w) => w !== undefined) ? each.flat() : undefined;
}

/** What a value looks like, in words for a message: "a whole number from 1 to 1000". */
export function expected(schema: SchemaView): string {
  if (schema['x-expected'] !== undefined) return schema['x-expected'];
  const choice = words(schema);
  if (choice !== undefined) return oneOf(choice.map((w) => `\`${w}\``));
  const several = branches(schema);
  if (several !== undefined) return oneOf([...new Set(several.map(expected))]);
  return byType(schema);
}

function byType(schema: SchemaView): string {
  if (schema.type === 'object' || schema.properties) return 'a mapping of settings';
  if (schema.type === 'array') return 'a list';
  if (schema.type === 'integer') return `a whole number${range(schema)}`;
  if (schema.type === 'number') return `a number${range(schema)}`;
  if (schema.type === 'boolean') return '`true` or `false`';
  if (schema.type === 'string') return text(schema);
  return schema.type === undefined ? 'a value' : `a value of type ${String(schema.type)}`;
}

function text(schema: SchemaView): string {
  if (schema.pattern === durationPattern) return durationWords;
  if (schema.pattern === sizePattern) return sizeWords;
  if (schema.pattern !== undefined) return `a text that fits \`${schema.pattern}\``;
  if (schema.format !== undefined) return `a text in the format ${schema.format}`;
  if (schema.maxLength !== undefined) return `a text of at most ${schema.maxLength} characters`;
  return (schema.minLength ?? 0) > 0 ? 'a text that is not empty' : 'a text';
}

function range({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: SchemaView): string {
  const low =
    minimum !== undefined
      ? `from ${minimum}`
      : exclusiveMinimum !== undefined
        ? `above ${exclusiveMinimum}`
        : '';
  const high =
    maximum !== undefined
      ? `to ${maximum}`
      : exclusiveMaximum !== undefined
        ? `below ${exclusiveMaximum}`
        : '';
  return [low, high]
    .filter((part) => part !== '')
    .map((part) => ` ${part}`)
    .join('');
}

function oneOf(parts: string[]): string {
  return parts.length < 2 ? (parts[0] ?? 'nothing') : `${parts.slice(0, -1).join(', ')} or ${parts.at(-1)}`;
}
