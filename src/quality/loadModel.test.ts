import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { modelDocs } from './docs.ts';
import { compileModel, modelFolder } from './loadModel.ts';
import { readModelFiles } from './modelFiles.ts';
import type { SchemaNode } from './schema.ts';

const files = await readModelFiles(modelFolder);
const model = compileModel(files);
const schemas = [...files.entities.map(({ name, schema }) => ({ name, schema: schema as SchemaNode }))];
const lists = new Map(files.codes.map((file) => [file.list, file]));

/** Every node of a schema with its path. */
function nodesOf(node: SchemaNode, path: string): [string, SchemaNode][] {
  const children = [
    ...Object.entries({ ...node.properties, ...node.patternProperties }),
    ...(node.items === undefined ? [] : ([['[]', node.items]] as [string, SchemaNode][])),
  ];
  return [[path, node], ...children.flatMap(([name, child]) => nodesOf(child, `${path}/${name}`))];
}

const nodes = [
  ...schemas.flatMap(({ name, schema }) => nodesOf(schema, name)),
  ...Object.entries(files.types.$defs).flatMap(([name, type]) => nodesOf(type, `types/${name}`)),
];

test('all 21 entities are there', () => {
  expect([...model.entities.keys()].sort()).toEqual(Object.keys(lists.get('entity')!.values).sort());
});

test.each(schemas)('the schema of $name is JSON Schema 2020-12 and compiles on its own', ({ schema }) => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(files.types);
  expect(ajv.compile(schema)).toBeTypeOf('function');
});

test.each([...model.entities.values()])('$entity is checked in both profiles', (entity) => {
  const context = { receivedAt: '2025-03-01T00:00:00.000Z' };
  expect(entity.check({}, 'observation', context)).toEqual([]);
  expect(entity.check({}, 'golden', context).length).toBeGreaterThan(0);
});

test('every attribute has a meaning', () => {
  const bare = nodes.filter(
    ([path, node]) => !path.endsWith('[]') && !/\^/.test(path.split('/').at(-1)!) && !node.description,
  );
  expect(bare.map(([path]) => path)).toEqual([]);
});

test('every code list that is named is there, and every list that is there is named', () => {
  const named = new Set(nodes.flatMap(([, node]) => node['x-codeList'] ?? []));
  expect([...named].sort()).toEqual([...lists.keys()].sort());
});

test('every list of values says what identifies an element, or that it is replaced whole', () => {
  const silent = nodes.filter(([, node]) => node.items !== undefined && node['x-key'] === undefined);
  expect(silent.map(([path]) => path)).toEqual([]);
});

test('the keys of elements are attributes of theirs, at the pointer the merge asks for', () => {
  const order = model.entities.get('salesOrder')!.elementKeys;
  expect(order.get('/lines')).toEqual(['lineNo']);
  expect(order.get('/lines/schedules')).toEqual(['no']);
  expect(model.entities.get('bom')!.elementKeys.has('/outputs')).toBe(false);
});

test('no object takes attributes that it does not name', () => {
  const open = nodes.filter(
    ([, node]) => (node.properties ?? node.patternProperties) && node.additionalProperties !== false,
  );
  expect(open.map(([path]) => path)).toEqual([]);
});

describe('status', () => {
  const flows = files.entities.filter(({ schema }) => schema['x-status'] !== undefined);

  test.each(flows)('the arrows of $name and its code list speak of the same', ({ name, schema }) => {
    const { main, arrows } = schema['x-status']!;
    const drawn = new Set([...main, ...Object.keys(arrows), ...Object.values(arrows).flat()]);
    expect([...drawn].sort()).toEqual(Object.keys(lists.get(`${name}.status`)!.values).sort());
  });
});

describe('code lists', () => {
  test.each(files.codes)('$list: aliases lead to values, the default is one', (file) => {
    const values = new Set(Object.keys(file.values));
    const targets = Object.values(file.aliases).flatMap((aliases) => Object.values(aliases));
    expect(
      [...targets, ...(file.default === undefined ? [] : [file.default])].filter((v) => !values.has(v)),
    ).toEqual([]);
  });

  test('a source value that vocabularies read differently is left to the landscape', () => {
    const status = model.codeLists.get('productionOrder.status')!;
    expect(status.aliases.get('REL')).toBe('released');
    expect(status.aliases.get('Completed')).toBeUndefined();
  });

  test('an alias never turns a canonical value into another', () => {
    const turned = [...model.codeLists.values()].flatMap((list) =>
      [...list.aliases]
        .filter(([source, value]) => list.values.has(source) && source !== value)
        .map((pair) => [list.name, ...pair]),
    );
    expect(turned).toEqual([]);
  });
});

describe('units', () => {
  test('factors are exact fractions', () => {
    expect(model.units.factor('DZN', 'EA')).toEqual({ numerator: 12n, denominator: 1n });
    expect(model.units.factor('LBR', 'KGM')).toEqual({ numerator: 45359237n, denominator: 100000000n });
    expect(model.units.factor('INH', 'FOT')).toEqual({ numerator: 1n, denominator: 12n });
    expect(model.units.factor('GLL', 'LTR')).toEqual({ numerator: 473176473n, denominator: 125000000n });
  });

  test('units of different dimension, and packages, convert by the item only', () => {
    expect(model.units.factor('EA', 'KGM')).toBeUndefined();
    expect(model.units.factor('XCT', 'EA')).toBeUndefined();
    expect(model.units.factor('XCT', 'XCT')).toEqual({ numerator: 1n, denominator: 1n });
    expect(model.units.dimension('XCT')).toBeUndefined();
    expect(model.units.decimals('EA')).toBe(0);
  });
});

test('the pages of docs/model are what the model says', async () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  for (const [path, content] of await modelDocs()) {
    expect(await readFile(`${root}${path}`, 'utf8').catch(() => ''), path).toBe(content);
  }
});
