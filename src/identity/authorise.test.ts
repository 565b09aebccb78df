import { expect, test } from 'vitest';
import { speakerOf } from '../../test/line.ts';
import type { ConnectivityRule, Site } from '../landscape/landscape.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import { authorising } from './authorise.ts';

const at = { file: 'enterprise.yaml', line: 1 };
const centralized: ConnectivityRule = {
  ...at,
  entities: ['item'],
  segment: 'pumps',
  model: 'centralized',
  authority: 'na',
};
const federated: ConnectivityRule = { ...at, domain: 'master', entities: ['item'], model: 'federated' };
const segments = new Map([['pumps', (record: JsonObject) => record['abc'] === 'pump']]);

function verdict(rules: ConnectivityRule[], system: string, record: JsonObject, current?: JsonObject) {
  const speaker = speakerOf({ system, name: 'items', entity: 'item', map: '' });
  const landscape = { connectivity: rules, sites: new Map<string, Site>() };
  return authorising(landscape, segments, speaker)(record, current).verdict;
}

test('centralized: the word of the authority counts, everyone else proposes', () => {
  expect(verdict([centralized], 'na', { abc: 'pump' })).toBe('counts');
  expect(verdict([centralized], 'eu', { abc: 'pump' })).toBe('proposed');
});

test('the segment of what stands counts where a system does not tell it', () => {
  expect(verdict([centralized, federated], 'eu', {})).toBe('counts');
  expect(verdict([centralized, federated], 'eu', {}, { abc: 'pump' })).toBe('proposed');
});

test('federated: members contribute, what others say is kept aside', () => {
  const rule = { ...federated, members: ['na', 'eu'] };
  expect(verdict([rule], 'eu', {})).toBe('counts');
  expect(verdict([rule], 'mes', {})).toBe('kept aside');
});

test('hybrid: only the interface of the stage is heard', () => {
  const hybrid = (stage: 'legacy' | 'live'): ConnectivityRule => ({
    ...at,
    entities: ['item'],
    model: 'hybrid',
    legacy: 'old/items',
    modern: 'new/items',
    stage,
  });
  expect(verdict([hybrid('legacy')], 'old', {})).toBe('counts');
  expect(verdict([hybrid('legacy')], 'new', {})).toBe('kept aside');
  expect(verdict([hybrid('live')], 'old', {})).toBe('kept aside');
  expect(verdict([hybrid('live')], 'new', {})).toBe('counts');
});

test('where no rule stands everything counts', () => {
  expect(verdict([], 'mes', {})).toBe('counts');
});
