import type { TSchema } from 'typebox';
import Value from 'typebox/value';
import { expect, test } from 'vitest';
import { createFormat, formatSettings } from './registry.ts';

test('a format is named alone, or with settings', () => {
  expect(createFormat(undefined).extension).toBe('json');
  expect(createFormat('xml').extension).toBe('xml');
  expect(createFormat({ csv: { delimiter: ';' } }).extension).toBe('csv');
  for (const good of ['json', 'fixedWidth', { csv: { delimiter: ';' } }, { xml: { record: 'a/b' } }]) {
    expect(Value.Check(formatSettings, good)).toBe(true);
  }
  for (const bad of [
    'yaml',
    { csv: { delimeter: ';' } },
    { csv: {}, json: {} },
    { xml: { record: 'a/ b' } },
  ]) {
    expect(Value.Check(formatSettings, bad)).toBe(false);
  }
});

test('an encoding that nobody knows is refused when the format is made', () => {
  expect(() => createFormat({ csv: { encoding: 'ebcdic-nonsense' } })).toThrow('There is no encoding');
});

test('every default of a format is one that it can be made with', () => {
  const [, ...declared] = (formatSettings as { anyOf: TSchema[] }).anyOf;
  for (const schema of declared) {
    const [name, { properties }] = Object.entries((schema as { properties: object }).properties)[0]!;
    const defaults = Object.entries(properties as Record<string, { default?: unknown }>)
      .filter(([, setting]) => setting.default !== undefined)
      .map(([setting, { default: value }]) => [setting, value]);
    expect(() => createFormat({ [name]: Object.fromEntries(defaults) }), name).not.toThrow();
  }
});

test('every setting of a format has a description', () => {
  const without: string[] = [];
  const walk = (schema: TSchema, path: string) => {
    const { properties = {}, anyOf = [], items, patternProperties = {} } = schema as Record<string, never>;
    for (const [name, inner] of Object.entries(properties as Record<string, TSchema>)) {
      if (!('description' in inner)) without.push(`${path}.${name}`);
      walk(inner, `${path}.${name}`);
    }
    for (const inner of [
      ...(anyOf as TSchema[]),
      ...(items ? [items] : []),
      ...Object.values(patternProperties),
    ]) {
      walk(inner as TSchema, path);
    }
  };
  walk(formatSettings, 'format');
  expect(without).toEqual([]);
});
