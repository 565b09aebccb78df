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
const isPump = (record: JsonObject) => record['abc'] === 'pump';
const isValve = (record: JsonObject) => record['abc'] === 'valve';

function verdict(
  rules: ConnectivityRule[],
  system: string,
  record: JsonObject,
  current?: JsonObject,
  segments = new Map([['pumps', isPump]]),
) {
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

test('who may not change a thing may not make it one that it may change either, nor the other way round', () => {
  const orders = [
    new Map([
      ['pumps', isPump],
      ['valves', isValve],
    ]),
    new Map([
      ['valves', isValve],
      ['pumps', isPump],
    ]),
  ];
  for (const segments of orders) {
    const says = (abc: string, was: string) =>
      verdict([centralized, federated], 'eu', { abc }, { abc: was }, segments);
    expect(says('valve', 'pump')).toBe('proposed');
    expect(says('pump', 'valve')).toBe('proposed');
    expect(says('valve', 'valve')).toBe('counts');
    expect(verdict([centralized, federated], 'na', { abc: 'valve' }, { abc: 'pump' }, segments)).toBe(
      'counts',
    );
  }
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
