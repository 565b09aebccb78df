import { describe, expect, test } from 'vitest';
import { lasting, many, minutes, numberIn, readsAs, systemIn, titleOf, wordsOf } from './words.ts';

describe('words', () => {
  test('a code becomes a title, what is short in the field stays short', () => {
    expect(['chicago-hq', 'na-erp', 'detroit'].map(titleOf)).toEqual(['Chicago HQ', 'NA ERP', 'Detroit']);
    expect(wordsOf('productionOrder')).toBe('production order');
  });
  test('a document and a fact are called by their number in a system, what has no number by its key', () => {
    const keys = ['so~crm~SO-2026-000042.1', 'mes-gdansk~77', 'itm_01JN7Q', 'pcl~de01~inventory~2026-10'];
    expect(keys.map(numberIn)).toEqual(['SO-2026-000042.1', '77', ...keys.slice(2)]);
    expect(keys.map(systemIn)).toEqual(['crm', 'mes-gdansk', undefined, undefined]);
  });
  test('names that differ by accents alone read alike', () => {
    expect([readsAs('MES Gdańsk', 'MES Gdansk'), readsAs('ERP Europe', 'EU ERP')]).toEqual([true, false]);
  });
  test('a time that lasts is told in the unit that people use', () => {
    expect([3, 59, 90, 5400, 200_000].map(lasting)).toEqual(['3 s', '59 s', '1.5 min', '1.5 h', '2.3 d']);
  });
  test('lag is told in minutes, and what told none has none', () => {
    expect([null, 2, 90, 4000].map(minutes)).toEqual(['–', '0', '1.5', '67']);
    expect([many(1, 'site'), many(1200, 'site')]).toEqual(['1 site', '1,200 sites']);
  });
});
