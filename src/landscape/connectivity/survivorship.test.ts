import { expect, test } from 'vitest';
import { loadModel } from '../../quality/loadModel.ts';
import type { ConnectivityRule, SurvivorshipRule } from '../landscape.ts';
import { contributors, strategyAt } from './survivorship.ts';

const { entities } = await loadModel();
const item = entities.get('item')!;

const federated = (...survivorship: SurvivorshipRule[]): ConnectivityRule => ({
  entities: ['item'],
  model: 'federated',
  survivorship,
  file: 'enterprise.yaml',
  line: 13,
});

const trusted: SurvivorshipRule = {
  groups: ['ID', 'LO'],
  attributes: [],
  strategy: 'authority',
  order: ['plm', 'na'],
  line: 15,
};
const weights: SurvivorshipRule = {
  groups: [],
  attributes: ['/netWeight'],
  strategy: 'fixed',
  system: 'wms',
  line: 16,
};

test('of the strategies the one for the attribute holds, then the one for its group, then the default', () => {
  const rule = federated(trusted, weights);
  expect(strategyAt(rule, item, '/netWeight/value')).toMatchObject({ strategy: 'fixed', line: 16 });
  expect(strategyAt(rule, item, '/grossWeight/value')).toMatchObject({ strategy: 'authority', line: 15 });
  expect(strategyAt(rule, item, '/names/en')).toMatchObject({ strategy: 'authority', line: 15 });
  expect(strategyAt(rule, item, '/sites/*/countUnit')).toMatchObject({ strategy: 'authority' });
  expect(strategyAt(rule, item, '/revision')).toMatchObject({ strategy: 'byChange', line: 13 });
});

test('where nothing is declared sites and companies go by owner, what is commercial by the last change', () => {
  const rule = federated();
  expect(strategyAt(rule, item, '/sites/*/countUnit').strategy).toBe('owner');
  expect(strategyAt(rule, entities.get('supplier')!, '/companies/*/rating').strategy).toBe('owner');
  expect(strategyAt(rule, item, '/classifications/code').strategy).toBe('mostRecent');
  expect(strategyAt(rule, entities.get('salesOrder')!, '/incoterms').strategy).toBe('byChange');
});

test('who contributes is told group by group, then attribute by attribute', () => {
  const told = contributors(federated(trusted, weights), item);
  expect(told).toContainEqual({ what: 'ID', strategy: 'authority', order: ['plm', 'na'], line: 15 });
  expect(told).toContainEqual({ what: 'EN', strategy: 'byChange', line: 13 });
  expect(told.at(-1)).toEqual({ what: '/netWeight', strategy: 'fixed', system: 'wms', line: 16 });
  expect(contributors({ ...federated(), model: 'event-driven' }, item)).toEqual([]);
});
