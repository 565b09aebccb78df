import { isObject, type Json, type JsonObject } from '../vocabulary/json.ts';
import type { CodeList } from './checker.ts';
import { elementKey } from './elementKey.ts';
import { didYouMean, type Faults, fault, kindOf, prefix } from './faults.ts';
import { readFree } from './freeValue.ts';
import { isAfter } from './moments.ts';
import { textAt } from './read.ts';
import {
  readBoolean,
  readCode,
  readDecimal,
  readDuration,
  readIdentifier,
  readInteger,
  readKey,
  readText,
  readTime,
  refuse,
  type Step,
} from './readValue.ts';
import { resolved, type SchemaNode, type TypesSchema } from './schema.ts';
import { readDay, readInstant, readMoment } from './time.ts';

export interface NormaliserParts {
  types: TypesSchema;
  codeLists: ReadonlyMap<string, CodeList>;
}

/**
 * Compiles the walk that brings a record into normal form in place and tells what no normal form exists for: unknown
 * attributes and codes, numbers, dates, keys. One closure per attribute; a record that fits makes no garbage.
 */
export function compileNormaliser(
  schema: SchemaNode,
  parts: NormaliserParts,
): (record: JsonObject, faults: Faults) => void {
  const step = objectStep(schema, parts);
  return (record, faults) => {
    step(record, faults);
  };
}

function compile(node: SchemaNode, parts: NormaliserParts): Step {
  const type = resolved(node, parts.types);
  if (type['x-extension']) return readFree;
  if (type['x-codeList'] !== undefined) return readCode(list(type['x-codeList'], parts));
  if (type.properties !== undefined) return objectStep(type, parts);
  if (type.patternProperties !== undefined) return mapStep(type, parts);
  if (type.items !== undefined) return arrayStep(type, parts);
  return scalar(type);
}

function scalar(type: SchemaNode): Step {
  switch (type.format) {
    case 'decimal':
      return readDecimal(type);
    case 'day':
      return readTime(readDay);
    case 'instant':
      return readTime(readInstant);
    case 'moment':
      return readTime(readMoment);
    case 'span':
      return readDuration;
    case 'key':
      return readKey(type['x-ref']);
    case 'identifier':
      return readIdentifier(type.maxLength ?? 80);
  }
  const types = [type.type].flat();
  if (types.includes('boolean')) return readBoolean;
  if (types.includes('integer')) return readInteger;
  if (types.includes('string')) return readText;
  throw new Error(`the model has an attribute of no known type: ${JSON.stringify(type)}`);
}

function list(name: string, parts: NormaliserParts): CodeList {
  const found = parts.codeLists.get(name);
  if (found === undefined) throw new Error(`the model names no code list ${name}`);
  return found;
}

function objectStep(node: SchemaNode, parts: NormaliserParts): Step {
  const steps = new Map(
    Object.entries(node.properties ?? {}).map(([name, child]) => [name, compile(child, parts)]),
  );
  const ordered = node['x-ordered'];
  return (value, faults) => {
    if (!isObject(value)) return value === null ? null : refuse(faults, 'an object', value);
    let empty = true;
    for (const name in value) {
      const step = steps.get(name);
      if (step === undefined) {
        fault(
          faults,
          'schema-violated',
          `unknown attribute${didYouMean(name, steps.keys())}`,
          value[name],
          name.slice(0, 100),
        );
        empty = false;
      } else if (visit(value, name, step, faults)) empty = false;
      if (faults.stop) break;
    }
    if (ordered !== undefined) inOrder(value, ordered, faults);
    return empty ? undefined : value;
  };
}

function inOrder(value: JsonObject, [first, second]: [string, string], faults: Faults): void {
  const [from, to] = [textAt(value, first), textAt(value, second)];
  if (isAfter(from, to)) fault(faults, 'schema-violated', `earlier than ${first} ${from}`, to, second);
}

/** Reads one attribute in place; false when it says nothing. */
function visit(holder: JsonObject, name: string, step: Step, faults: Faults): boolean {
  const before = faults.list.length;
  const was = holder[name];
  const now = was === undefined ? undefined : step(was, faults);
  if (faults.list.length > before) prefix(faults, before, name);
  if (now === undefined) {
    delete holder[name];
    return false;
  }
  if (now !== was) holder[name] = now;
  return true;
}

/** `sites`, `companies`, texts by language, codes by country: names by pattern, values of one shape. */
function mapStep(node: SchemaNode, parts: NormaliserParts): Step {
  const [[pattern, child]] = Object.entries(node.patternProperties!) as [[string, SchemaNode]];
  const names = new RegExp(pattern, 'u');
  const step = compile(child, parts);
  const expected = `expected a ${node['x-map'] ?? 'name'} code`;
  return (value, faults) => {
    if (!isObject(value))
      return value === null ? null : refuse(faults, `an object by ${node['x-map']}`, value);
    const entries = Object.keys(value);
    if (entries.length > (node.maxProperties ?? 1000)) return tooMany(value, entries.length, faults);
    let empty = true;
    for (const name of entries) {
      if (!names.test(name)) {
        fault(faults, 'schema-violated', expected, name, name.slice(0, 100));
        empty = false;
      } else if (visit(value, name, step, faults)) empty = false;
    }
    return empty ? undefined : value;
  };
}

/** One element where a list belongs is read as a list of one: JSONata gives single results bare. */
function arrayStep(node: SchemaNode, parts: NormaliserParts): Step {
  const step = compile(node.items!, parts);
  const keys = node['x-key'] ?? [];
  const most = node.maxItems ?? 10_000;
  return (value, faults) => {
    if (value === null) return null;
    if (isObject(value) || (typeof value === 'string' && value !== ''))
      return elements([value], step, keys, faults);
    if (value === '') return undefined;
    if (!Array.isArray(value)) return refuse(faults, 'a list', value);
    if (value.length > most) return tooMany(value, value.length, faults);
    return elements(value, step, keys, faults);
  };
}

function elements(values: Json[], step: Step, keys: readonly string[], faults: Faults): Json[] {
  let gaps = false;
  for (let i = 0; i < values.length; i++) {
    const before = faults.list.length;
    const now = step(values[i]!, faults);
    if (faults.list.length > before) prefix(faults, before, `[${i}]`);
    if (faults.stop) return values;
    if (now === undefined) gaps = true;
    values[i] = now as Json;
  }
  const list = gaps ? values.filter((value) => value !== undefined) : values;
  if (keys.length > 0 && list.length > 1) distinct(list, keys, faults);
  return list;
}

function distinct(list: readonly Json[], keys: readonly string[], faults: Faults): void {
  const seen = new Set<string>();
  for (let i = 0; i < list.length; i++) {
    const key = elementKey(list[i]!, keys);
    if (seen.has(key))
      fault(faults, 'schema-violated', `a second element with the same ${keys.join(' and ')}`, key, `[${i}]`);
    seen.add(key);
  }
}

function tooMany(value: Json, count: number, faults: Faults): Json {
  fault(faults, 'field-too-large', `${kindOf(value)} of ${count} elements`);
  faults.stop = true;
  return value;
}
