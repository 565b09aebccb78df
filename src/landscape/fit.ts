import type { TSchema } from 'typebox';
import { Check, Errors } from 'typebox/value';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import { isObject } from '../vocabulary/json.ts';
import { nearest } from '../vocabulary/nearest.ts';
import { branches, expected, type SchemaView, view, words } from './schemaView.ts';
import { child, type YamlFile } from './yaml.ts';

/** What does not fit, and where: at the key or at the value of a pointer. */
export interface Misfit {
  pointer: string;
  at: 'key' | 'value';
  detail: string;
  advice: string;
}

export interface Fitted {
  /**
   * The value with defaults filled in. With misfits: what is left of it when the parts that do not fit are left
   * out, so that the rest can be checked too; at the root also required settings may then be missing.
   */
  value: Json;
  misfits: Misfit[];
  /** Pointers of secrets: what sits at `x-secret` or came from `${…}`. */
  secrets: string[];
}

type Origin = Pick<YamlFile, 'written' | 'substituted' | 'unfilled'>;

/**
 * Fits a value from YAML to a schema of settings: fills in defaults, names everything that does not fit with what
 * was expected and the nearest valid word. Where text is asked for, a plain `0100` is taken as written; where a
 * number is asked for, a substituted `"8080"` is read as one; an empty mapping may be left blank.
 */
export function fitSettings(schema: TSchema, value: Json, pointer: string, origin: Origin): Fitted {
  const out: Fitted = { value, misfits: [], secrets: [] };
  out.value = fitValue(view(schema), value, pointer, { origin, out, root: pointer }) ?? {};
  if (out.misfits.length === 0 && origin.unfilled.size === 0 && !Check(schema, out.value))
    out.misfits.push(remaining(schema, out.value, pointer));
  return out;
}

/** What the walk does not look for (counts of properties, combined schemas), in the validator's own words. */
function remaining(schema: TSchema, value: Json, pointer: string): Misfit {
  const [first] = Errors(schema, value);
  const advice = `Expected that it ${first?.message ?? 'fits the schema'}.`;
  return { pointer: pointer + (first?.instancePath ?? ''), at: 'value', detail: 'This does not fit', advice };
}

interface Context {
  origin: Origin;
  out: Fitted;
  root: string;
}

/** Someone who has mended these may ask again; a hostile file must not fill the memory. */
const mostMisfits = 200;

function report({ out }: Context, ...misfits: Misfit[]): void {
  out.misfits.push(...misfits.slice(0, mostMisfits - out.misfits.length));
}

/** Undefined: the value cannot be used, and why is among the misfits. */
function fitValue(schema: SchemaView, given: Json, pointer: string, context: Context): Json | undefined {
  if (context.origin.unfilled.has(pointer)) return undefined;
  const value = coerce(schema, given, pointer, context.origin);
  const secret = schema['x-secret'] === true || context.origin.substituted.has(pointer);
  if (secret) context.out.secrets.push(pointer);
  const several = branches(schema);
  if (several !== undefined && words(schema) === undefined)
    return fitBranch(several, value, pointer, context, schema);
  if (isObject(value) && isObjectSchema(schema)) return fitObject(schema, value, pointer, context);
  if (Array.isArray(value) && schema.type === 'array') return fitArray(schema, value, pointer, context);
  if (Check(schema as TSchema, value)) return value;
  report(context, misfit(schema, value, pointer, secret));
  return undefined;
}

function isObjectSchema(schema: SchemaView): boolean {
  return schema.type === 'object' || schema.properties !== undefined;
}

function fitObject(
  schema: SchemaView,
  value: JsonObject,
  pointer: string,
  context: Context,
): JsonObject | undefined {
  const fitted: JsonObject = {};
  for (const [name, each] of Object.entries(value)) {
    const at = child(pointer, name);
    const its = schemaOf(schema, name);
    if (its === undefined) report(context, unknownName(schema, name, at));
    const found = its && (its === 'any' ? takeAny(each, at, context) : fitValue(its, each, at, context));
    if (found !== undefined) fitted[name] = found;
  }
  const isWhole = addMissing(schema, fitted, value, pointer, context);
  return isWhole || pointer === context.root ? fitted : undefined;
}

/** Puts in defaults; false when a required setting is missing or unusable. */
function addMissing(
  schema: SchemaView,
  fitted: JsonObject,
  value: JsonObject,
  pointer: string,
  context: Context,
): boolean {
  let isWhole = true;
  for (const [name, its] of Object.entries(schema.properties ?? {})) {
    if (Object.hasOwn(fitted, name)) continue;
    if (Object.hasOwn(value, name)) {
      isWhole &&= schema.required?.includes(name) !== true;
    } else if (its.default !== undefined) {
      fitted[name] = fitValue(its, structuredClone(its.default) as Json, child(pointer, name), context)!;
    } else if (schema.required?.includes(name)) {
      isWhole = false;
      report(context, missingName(name, its, pointer));
    }
  }
  return isWhole;
}

function missingName(name: string, schema: SchemaView, pointer: string): Misfit {
  const advice = `Add \`${name}:\` with ${expected(schema)}${example(schema)}.`;
  return { pointer, at: 'key', detail: `The setting \`${name}\` is missing`, advice };
}

function schemaOf(schema: SchemaView, name: string): SchemaView | 'any' | undefined {
  if (schema.properties && Object.hasOwn(schema.properties, name)) return schema.properties[name];
  for (const [pattern, its] of Object.entries(schema.patternProperties ?? {})) {
    if (new RegExp(pattern, 'u').test(name)) return its;
  }
  const others = schema.additionalProperties;
  if (typeof others === 'object') return others;
  return others === false ? undefined : 'any';
}

/** Below a schema that leaves things open, substituted values are secrets all the same. */
function takeAny(value: Json, pointer: string, context: Context): Json {
  if (context.origin.substituted.has(pointer)) context.out.secrets.push(pointer);
  if (Array.isArray(value)) return value.map((each, i) => takeAny(each, child(pointer, i), context));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, each]) => [
    name,
    takeAny(each, child(pointer, name), context),
  ]);
  return Object.fromEntries(entries);
}

/** A list with one unusable entry is unusable: places go by the index. */
function fitArray(schema: SchemaView, value: Json[], pointer: string, context: Context): Json[] | undefined {
  const items = schema.items ?? {};
  const fitted = value.map((each, i) => fitValue(items, each, child(pointer, i), context));
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
  if (value.length < minItems || value.length > maxItems) {
    const bound = value.length < minItems ? `at least ${minItems}` : `at most ${maxItems}`;
    const detail = `The list has ${value.length} entries`;
    report(context, { pointer, at: 'value', detail, advice: `Expected ${bound}.` });
  }
  return fitted.every((each) => each !== undefined) ? fitted : undefined;
}

/** Of several shapes the one that fits; else the one that fits best, so that its misfits can be named. */
function fitBranch(
  several: SchemaView[],
  value: Json,
  pointer: string,
  context: Context,
  whole: SchemaView,
): Json | undefined {
  const tries = several.map((branch) => {
    const out: Fitted = { value, misfits: [], secrets: [] };
    const fitted = fitValue(branch, value, pointer, { ...context, out });
    return { branch, out, fitted };
  });
  const best = tries.reduce((a, b) => (distance(b, value) < distance(a, value) ? b : a));
  const misnamed = isObject(value) && !several.some((branch) => isMeant(branch, value));
  const unknown = best.out.misfits.length > 0 && misnamed ? unknownNames(several, value, pointer) : [];
  if (unknown.length > 0) {
    report(context, ...unknown);
    return undefined;
  }
  const shapeless = best.out.misfits.some((m) => m.pointer === pointer && m.at === 'value');
  if (shapeless) {
    const secret = context.out.secrets.includes(pointer);
    report(context, misfit(whole, value, pointer, secret));
    return undefined;
  }
  report(context, ...best.out.misfits);
  context.out.secrets.push(...best.out.secrets);
  return best.fitted;
}

/**
 * A branch whose constant (`mode: poll`) or, without constants, whose first setting (`source: item@1`) is there is
 * the one that was meant, however much else is wrong with it.
 */
function distance({ branch, out }: { branch: SchemaView; out: Fitted }, value: Json): number {
  if (out.misfits.length === 0) return -1;
  const isShapeless = isObject(value) && branch.type !== 'object' && branches(branch) === undefined;
  return out.misfits.length + (isMeant(branch, value) ? 0 : 1000) + (isShapeless ? 10_000 : 0);
}

/** When no shape was meant: the names that none of them knows. */
function unknownNames(several: SchemaView[], value: JsonObject, pointer: string): Misfit[] {
  const all: SchemaView = {
    properties: Object.assign({}, ...several.map((branch) => branch.properties ?? {})),
  };
  const names = Object.keys(value).filter((name) => !Object.hasOwn(all.properties!, name));
  return names.slice(0, mostMisfits).map((name) => unknownName(all, name, child(pointer, name)));
}

function isMeant(branch: SchemaView, value: Json): boolean {
  if (!isObject(value)) return false;
  const properties = Object.entries(branch.properties ?? {});
  const constants = properties.filter(([, its]) => its.const !== undefined);
  if (constants.length > 0) return constants.every(([name, its]) => value[name] === its.const);
  return properties[0] !== undefined && Object.hasOwn(value, properties[0][0]);
}

function coerce(schema: SchemaView, value: Json, pointer: string, origin: Origin): Json {
  const { type } = schema;
  const written = origin.written.get(pointer);
  if (type === 'string' && written !== undefined && value !== null && !isObject(value)) return written;
  if (type === 'object' && value === null && written !== undefined) return {};
  if (value === null && type === 'object') return {};
  if (typeof value !== 'string' || !origin.substituted.has(pointer)) return value;
  if (type === 'boolean' && /^(?:true|false)$/.test(value)) return value === 'true';
  if ((type === 'integer' || type === 'number') && /^-?\d{1,15}(?:\.\d+)?$/.test(value)) return Number(value);
  return value;
}

function misfit(schema: SchemaView, value: Json, pointer: string, secret: boolean): Misfit {
  const shown = secret ? 'The value' : show(value);
  const choice = words(schema) ?? branches(schema)?.flatMap((branch) => words(branch) ?? []);
  const meant = choice && !secret && typeof value === 'string' ? nearest(value, choice) : undefined;
  const advice = `Expected ${expected(schema)}${example(schema)}.`;
  const detail = `${shown} does not fit`;
  return {
    pointer,
    at: 'value',
    detail,
    advice: meant === undefined ? advice : `Did you mean \`${meant}\`? ${advice}`,
  };
}

function unknownName(schema: SchemaView, name: string, pointer: string): Misfit {
  if (schema.patternProperties !== undefined) {
    const detail = `\`${name}\` cannot be a name here`;
    return { pointer, at: 'key', detail, advice: `Expected ${schema['x-expectedKey'] ?? 'another name'}.` };
  }
  const known = Object.keys(schema.properties ?? {});
  const meant = nearest(name, known);
  const all = known.length === 0 ? 'No settings are known here.' : `Known here: ${known.join(', ')}.`;
  const advice = meant === undefined ? all : `Did you mean \`${meant}\`? ${all}`;
  return { pointer, at: 'key', detail: `There is no setting \`${name}\``, advice };
}

function example(schema: SchemaView): string {
  if (words(schema) !== undefined || expected(schema).includes('such as')) return '';
  const [first] = schema.examples ?? [];
  return first === undefined
    ? ''
    : `, such as \`${typeof first === 'string' ? first : JSON.stringify(first)}\``;
}

function show(value: Json): string {
  if (Array.isArray(value)) return 'A list';
  if (isObject(value)) return 'A mapping';
  const text = String(value);
  return `\`${text.length > 60 ? `${text.slice(0, 59)}…` : text}\``;
}
