// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of YAML files
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { TSchema } from 'typebox';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { codeSettings } from './codeSettings.ts';
import { landscapeDocs } from './docs.ts';
import { enterpriseSettings } from './enterpriseSettings.ts';
import { dependencies, sound } from './landscape.fixture.ts';
import { qualitySettings } from './qualitySettings.ts';
import { settingRows } from './reference.ts';
import { sourceSettings, systemSettings, targetSettings } from './systemSettings.ts';

const connectors = new Map(
  [...dependencies.connectors].map(([name, { settings }]) => [name, { summary: `Reads ${name}`, settings }]),
);
const parts = { connectors, formatSettings: dependencies.formatSettings! };
const docs = await landscapeDocs(parts);

/** The names that a schema declares, found without the code that writes the page. */
function declared(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = 'properties' in node ? Object.keys(node.properties as object) : [];
  return [...own, ...Object.values(node).flatMap(declared)];
}

describe('every setting that a schema declares has a row on the page', () => {
  const fromConnectors = [...connectors.values()].flatMap(
    ({ settings }) => Object.values(settings) as TSchema[],
  );
  const schemas: TSchema[] = [
    enterpriseSettings,
    systemSettings,
    sourceSettings,
    targetSettings,
    codeSettings,
    qualitySettings,
  ];
  test.each([...schemas, ...fromConnectors, parts.formatSettings].map((schema, i) => [i, schema] as const))(
    '%d',
    (_, schema) => {
      const page = docs.get('docs/landscape.md')!;
      for (const name of declared(schema))
        expect(page).toMatch(new RegExp(`^\\| \`([^\`]*\\.)?${name}(\\[\\])?\` \\|`, 'm'));
    },
  );
});

test('every setting of the landscape says what it means', () => {
  const rows = [enterpriseSettings, systemSettings, sourceSettings, targetSettings, codeSettings].flatMap(
    settingRows,
  );
  expect(rows.filter(({ meaning }) => meaning === '').map(({ path }) => path)).toEqual([]);
});

test('secrets are marked on the page', () => {
  expect(docs.get('docs/landscape.md')).toMatch(/^\| `url` \| text \| \*required\* \| \*\*Secret\.\*\* \|/m);
});

describe('the schemas for editors', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  const compile = (name: string) =>
    ajv.compile(JSON.parse(docs.get(`docs/landscape.schema/${name}.json`)!) as object);
  const enterprise = compile('enterprise');
  const system = compile('system');
  const codes = compile('codes');

  test('take the files of a sound landscape as people write them', () => {
    expect(enterprise(parse(sound['enterprise.yaml']!)), ajv.errorsText(enterprise.errors)).toBe(true);
    const text = sound['systems/na-erp.yaml']!.replace(/\$\{\w+\}/, '"${URL}"');
    expect(system(parse(text)), ajv.errorsText(system.errors)).toBe(true);
    expect(codes(parse(sound['codes/na-erp.unit.yaml']!)), ajv.errorsText(codes.errors)).toBe(true);
  });

  test("refuse a misspelled setting, also one of the connector's own", () => {
    const given = parse(sound['systems/na-erp.yaml']!.replace(/\$\{\w+\}/, 'x')) as Record<string, unknown>;
    expect(system({ ...given, conector: 'sql' })).toBe(false);
    expect(system({ ...given, connection: { url: 'x', prt: 1 } })).toBe(false);
    expect(system({ ...given, connector: 'slq' })).toBe(false);
    expect(enterprise({ ...(parse(sound['enterprise.yaml']!) as object), sits: {} })).toBe(false);
  });

  test('take a variable where a number is asked for', () => {
    const given = parse(sound['systems/na-erp.yaml']!.replace(/\$\{\w+\}/, 'x')) as Record<string, unknown>;
    expect(system({ ...given, connection: { url: 'x', port: '${PORT}' } })).toBe(true);
    expect(system({ ...given, connection: { url: 'x', port: 'abc' } })).toBe(false);
  });
});
