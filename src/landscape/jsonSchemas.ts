import Type, { type TSchema } from 'typebox';
import { codeSettings } from './codeSettings.ts';
import { enterpriseSettings } from './enterpriseSettings.ts';
import { processSettings, useSettings } from './processes/processSettings.ts';
import { qualitySettings } from './qualitySettings.ts';
import { type ConnectorSettings, systemSettings } from './systemSettings.ts';

interface Parts {
  connectors: ReadonlyMap<string, { settings: ConnectorSettings }>;
  formatSettings: TSchema;
}

type Schema = { [keyword: string]: unknown };

/**
 * JSON Schemas (2020-12) for editor completion, by file name: `enterprise.json`, `system.json`, `codes.json`, `quality.json`,
 * `process.json`. The schema of a system asks for what its connector asks for.
 */
export function landscapeSchemas(parts: Parts): Map<string, Schema> {
  return new Map([
    ['enterprise.json', forEditors(enterpriseSettings)],
    ['system.json', systemSchema(parts)],
    ['codes.json', forEditors(codeSettings)],
    ['quality.json', forEditors(qualitySettings)],
    ['process.json', forEditors(Type.Union([processSettings, useSettings]))],
  ]);
}

function systemSchema({ connectors, formatSettings }: Parts): Schema {
  const schema = forEditors(systemSettings);
  const properties = schema['properties'] as Record<string, Schema>;
  properties['connector'] = { ...properties['connector'], enum: [...connectors.keys()] };
  const shapes = Object.values(properties['interfaces']!['patternProperties'] as Record<string, Schema>);
  for (const shape of shapes[0]!['anyOf'] as { properties: Record<string, Schema> }[]) {
    shape.properties['format'] = {
      ...loosened(formatSettings),
      description: shape.properties['format']!['description'],
    };
  }
  return { ...schema, allOf: [...connectors].map(([name, { settings }]) => whenConnector(name, settings)) };
}

/** What a system with this connector must look like besides. */
function whenConnector(name: string, { connection, read, write }: ConnectorSettings): Schema {
  const each: Schema = {};
  if (read !== undefined) each['read'] = loosened(read);
  if (write !== undefined) each['write'] = loosened(write);
  return {
    if: { properties: { connector: { const: name } }, required: ['connector'] },
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
    then: {
      properties: {
        connection: loosened(connection),
        interfaces: { additionalProperties: { properties: each } },
      },
    },
  };
}

function forEditors(schema: TSchema): Schema {
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', ...loosened(schema) };
}

/** For files as people write them: what has a default is not required, `${…}` and blank mappings are taken. */
function loosened(schema: TSchema): Schema {
  return loosen(JSON.parse(JSON.stringify(schema))) as Schema;
}

function loosen(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(loosen);
  if (typeof node !== 'object' || node === null) return node;
  const loose = Object.fromEntries(
    Object.entries(node).flatMap(([name, value]) =>
      name.startsWith('x-') ? [] : [[name, loosenKeyword(name, value)]],
    ),
  );
  if (Array.isArray(loose['required']))
    loose['required'] = withoutDefaults(loose['required'], loose['properties']);
  if (loose['type'] === 'object') loose['type'] = ['object', 'null'];
  return isNarrow(loose)
    ? { anyOf: [loose, { type: 'string', pattern: '\\$\\{' }], ...annotations(loose) }
    : loose;
}

/** Data among the keywords stays as it is. */
function loosenKeyword(name: string, value: unknown): unknown {
  if (['default', 'examples', 'enum', 'const', 'required', 'type', 'pattern'].includes(name)) return value;
  if (name !== 'properties' && name !== 'patternProperties') return loosen(value);
  return Object.fromEntries(Object.entries(value as object).map(([key, its]) => [key, loosen(its)]));
}

/** A value that a variable may stand for although the schema would not take its text. */
function isNarrow(schema: Schema): boolean {
  const { type } = schema;
  return (
    type === 'integer' ||
    type === 'number' ||
    type === 'boolean' ||
    (type === 'string' && 'pattern' in schema)
  );
}

function annotations({ title, description, default: standard, examples }: Schema): Schema {
  return JSON.parse(JSON.stringify({ title, description, default: standard, examples })) as Schema;
}

function withoutDefaults(required: string[], properties: unknown): string[] {
  const known = properties as Record<string, Schema>;
  return required.filter((name) => known[name]?.['default'] === undefined);
}
