import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Json } from '../vocabulary/json.ts';
import { compileMapping } from './compile.ts';
import { fieldFunctions } from './functions/table.ts';
import { readTestCases } from './testCases.ts';
import { testModel, testScope } from './testing.ts';

const page = await readFile(new URL('../../docs/mapping.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/```jsonata\n([\s\S]*?)```\s*```yaml\n([\s\S]*?)```/g)];

test.each(examples.map(([, text, data]) => [String(text), String(data)]))(
  'the page is right about %s',
  (text, data) => {
    const { given, expect: wanted } = parse(data) as { given: Json; expect: Json };
    const mapping = compileMapping('/doc.in.jsonata', text, testModel());
    if ('code' in mapping) throw new Error(mapping.detail);
    expect(mapping.run(given, testScope())).toEqual({ value: wanted, missing: [] });
  },
);

test('every example is a pair, and every function of the field has one', () => {
  expect(examples).toHaveLength(page.match(/```jsonata/g)?.length ?? 0);
  const shown = examples.map(([, text]) => text).join('\n');
  const names = [...fieldFunctions(new Map()).keys()].filter((name) => name !== 'millis');
  expect(names.filter((name) => !shown.includes(`$${name}(`))).toEqual([]);
});

test('the example of a test file can be read', () => {
  const example = /```yaml test\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  expect(readTestCases('doc.test.yaml', example)).toMatchObject({ problems: [], cases: [{}, {}, {}] });
});
