import { expect, test } from 'vitest';
import type { CodeTable } from '../../../landscape/landscape.ts';
import { loadModel } from '../../../quality/loadModel.ts';
import { allTranslations, showList, summariseLists } from './lists.ts';

const { codeLists } = await loadModel();

const table = (list: string, system: string, values: Record<string, string>): CodeTable => ({
  list,
  system,
  values: new Map(Object.entries(values)),
  file: `codes/${system}.${list}.yaml`,
  line: 3,
});
const declared = [
  table('stockStatus', 'na-erp', { F: 'unrestricted', B: 'blocked' }),
  table('stockStatus', 'mes', { free: 'unrestricted' }),
  table('northfield.site', 'na-erp', { '10': 'detroit' }),
];
const added = [{ list: 'stockStatus', system: 'na-erp', value: 'X', canonical: 'blocked' }];
const all = allTranslations(declared, added);

test('a list shows how each system writes a value, the word that goes out first, and who has none', () => {
  const { systems, values, untranslated, kind } = showList('stockStatus', all, codeLists, []);
  expect(systems).toEqual(['mes', 'na-erp']);
  expect(values.find(({ value }) => value === 'blocked')!.words).toEqual({ 'na-erp': ['B', 'X'] });
  expect(values.find(({ value }) => value === 'unrestricted')).toMatchObject({
    meaning: expect.any(String),
    words: { mes: ['free'], 'na-erp': ['F'] },
  });
  expect(untranslated).toContain('quality');
  expect(kind).toBe('closed');
});

test('a summary counts the values that one system has a word for and another has none, and what is parked', () => {
  const waits = {
    list: 'unit',
    system: 'mes',
    value: 'QQ',
    direction: 'in' as const,
    count: 4,
    since: '',
    group: '',
    mended: false,
  };
  const lists = summariseLists(all, codeLists, [waits]);
  expect(lists).toMatchObject([
    { list: 'northfield.site', kind: 'own', values: 1, gaps: 0, missing: 0 },
    { list: 'stockStatus', gaps: 1, missing: 0 },
    { list: 'unit', systems: [], missing: 1 },
  ]);
});
