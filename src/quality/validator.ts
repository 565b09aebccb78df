import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { JsonObject } from '../vocabulary/json.ts';
import type { Profile } from './checker.ts';
import { type Faults, fault, kindOf } from './faults.ts';
import { resolved, type SchemaNode, type TypesSchema } from './schema.ts';

const present = ['string', 'number', 'boolean', 'object', 'array'];

/**
 * Compiles what the walk of the normaliser does not look at: presence, types, lengths, counts, patterns. `golden` asks for the
 * required attributes of the canonical model too, save those that the hub gives.
 */
export function compileValidator(
  schema: SchemaNode,
  types: TypesSchema,
  profile: Profile,
): (record: JsonObject, faults: Faults) => void {
  const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false, logger: false });
  for (const [name, type] of Object.entries(types.$defs))
    ajv.addSchema({ ...checked(type, types, profile), $id: `type:${name}` });
  const validate = ajv.compile(checked(schema, types, profile));
  return (record, faults) => {
    if (!validate(record)) report(validate, record, faults);
  };
}

/** The part of a node that JSON Schema checks; formats, codes and unknown attributes are the normaliser's. */
function checked(node: SchemaNode, types: TypesSchema, profile: Profile): Record<string, unknown> {
  if (node.$ref !== undefined) return { $ref: `type:${node.$ref.slice(node.$ref.lastIndexOf('/') + 1)}` };
  const required = requiredOf(node, profile);
  return {
    ...(node.type === undefined ? {} : { type: node.format === 'decimal' ? ['string', 'null'] : node.type }),
    ...(node.maxLength === undefined ? {} : { maxLength: node.maxLength }),
    ...(node.pattern === undefined || node.format !== undefined ? {} : { pattern: node.pattern }),
    ...(node.propertyNames === undefined ? {} : { propertyNames: node.propertyNames }),
    ...(node.maxProperties === undefined ? {} : { maxProperties: node.maxProperties }),
    ...(required.length === 0 ? {} : { required }),
    ...(node.items === undefined ? {} : { items: checked(node.items, types, profile) }),
    ...(node.properties === undefined ? {} : { properties: propertiesOf(node, types, profile, required) }),
    ...(node.patternProperties === undefined
      ? {}
      : { patternProperties: mapped(node.patternProperties, types, profile) }),
  };
}

function requiredOf(node: SchemaNode, profile: Profile): string[] {
  const golden = Object.entries(node.properties ?? {})
    .filter(([, child]) => child['x-required'] === true && child['x-given'] === undefined)
    .map(([name]) => name);
  return [...new Set([...(node.required ?? []), ...(profile === 'golden' ? golden : [])])];
}

/** A required attribute must say something: null is not enough, nor is an empty list. */
function propertiesOf(node: SchemaNode, types: TypesSchema, profile: Profile, required: readonly string[]) {
  return Object.fromEntries(
    Object.entries(node.properties!).map(([name, child]) => {
      const schema = checked(child, types, profile);
      if (!required.includes(name)) return [name, schema];
      const list = resolved(child, types).items !== undefined;
      const own = [schema['type']].flat().filter((type) => type !== 'null' && type !== undefined);
      return [name, { ...schema, type: own.length === 0 ? present : own, ...(list ? { minItems: 1 } : {}) }];
    }),
  );
}

function mapped(nodes: Record<string, SchemaNode>, types: TypesSchema, profile: Profile) {
  return Object.fromEntries(
    Object.entries(nodes).map(([name, node]) => [name, checked(node, types, profile)]),
  );
}

function report(validate: ValidateFunction, record: JsonObject, faults: Faults): void {
  const known = new Set(faults.list.map((found) => found.path));
  for (const error of validate.errors ?? []) {
    const path = pathOf(error);
    if (known.has(path)) continue;
    known.add(path);
    fault(faults, 'schema-violated', detailOf(error, record), undefined, path);
  }
}

function pathOf(error: ErrorObject): string {
  const segments = error.instancePath
    .split('/')
    .slice(1)
    .map((s) => s.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (error.keyword === 'required') segments.push(error.params['missingProperty']);
  return segments.map((s, i) => (/^\d+$/.test(s) ? `[${s}]` : i === 0 ? s : `.${s}`)).join('');
}

function detailOf(error: ErrorObject, record: JsonObject): string {
  if (error.keyword === 'required') return 'required, but missing';
  const value = valueAt(record, error.instancePath);
  if (error.keyword === 'type')
    return value === null
      ? 'required, but null'
      : `expected ${[error.params['type']].flat().join(' or ')}, got ${kindOf(value)}`;
  if (error.keyword === 'minItems') return 'required, but the list is empty';
  if (error.keyword === 'maxLength') return `longer than ${error.params['limit']} characters`;
  return `${error.message ?? error.keyword}`;
}

function valueAt(record: JsonObject, pointer: string): unknown {
  let value: unknown = record;
  for (const name of pointer.split('/').slice(1)) {
    value = (value as Record<string, unknown> | undefined)?.[
      name.replaceAll('~1', '/').replaceAll('~0', '~')
    ];
  }
  return value;
}
