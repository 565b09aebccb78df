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
  expect(strategyAt(rule, item, '/revision')).toMatchObject({ strategy: 'oneSource', line: 13 });
  expect(strategyAt(rule, item, '/status')).toMatchObject({ strategy: 'strictest', line: 13 });
});

test('where nothing is declared sites and companies go by owner, what is commercial by the last change', () => {
  const rule = federated();
  expect(strategyAt(rule, item, '/sites/*/countUnit').strategy).toBe('owner');
  expect(strategyAt(rule, entities.get('supplier')!, '/companies/*/rating').strategy).toBe('owner');
  expect(strategyAt(rule, item, '/classifications/code').strategy).toBe('mostRecent');
  expect(strategyAt(rule, entities.get('salesOrder')!, '/incoterms').strategy).toBe('byChange');
});

test('where nothing is declared regulation, status and holds go by the strictest, revisions by one source, weights by who measures', () => {
  const rule: ConnectivityRule = { ...federated(), engineers: ['plm'], measurers: ['wms'] };
  const customer = entities.get('customer')!;
  expect(strategyAt(rule, item, '/hazard/class').strategy).toBe('strictest');
  expect(strategyAt(rule, item, '/sites/*/status').strategy).toBe('strictest');
  expect(strategyAt(rule, customer, '/holds/reason').strategy).toBe('strictest');
  expect(strategyAt(rule, item, '/drawing/number')).toMatchObject({ strategy: 'oneSource', order: ['plm'] });
  expect(strategyAt(rule, entities.get('workCenter')!, '/names/en').strategy).toBe('byChange');
  expect(strategyAt(rule, item, '/netWeight')).toMatchObject({ strategy: 'measured', systems: ['wms'] });
  expect(strategyAt(rule, item, '/units/weight').strategy).toBe('measured');
  expect(strategyAt(rule, item, '/baseUnit').strategy).toBe('byChange');
});

test("where nothing is declared the enterprise's authority, when it is a member, says what a thing is; other members rank alike", () => {
  const rule: ConnectivityRule = { ...federated(), leads: { item: 'na' } };
  const led = { strategy: 'authority', order: ['na'], line: 13 };
  expect(strategyAt(rule, item, '/names/en')).toEqual(led);
  expect(strategyAt(rule, item, '/identifiers')).toEqual(led);
  expect(strategyAt(rule, item, '/sites/*/countUnit').strategy).toBe('owner');
  expect(strategyAt(rule, entities.get('supplier')!, '/name').strategy).toBe('byChange');
  expect(strategyAt({ ...rule, ...federated(trusted) }, item, '/names/en')).toMatchObject({
    order: ['plm', 'na'],
  });
});

test('what stops a thing stays strict when another strategy is declared for its group; only its own name changes that', () => {
  const ofGroups = { groups: ['PL', 'FI', 'RG'], attributes: [], strategy: 'owner', line: 15 } as const;
  const named = { groups: [], attributes: ['/sites/*/status'], strategy: 'owner', line: 16 } as const;
  const grouped = federated({ ...ofGroups, groups: [...ofGroups.groups], attributes: [] });
  expect(strategyAt(grouped, item, '/sites/*/status').strategy).toBe('strictest');
  expect(strategyAt(grouped, item, '/hazard').strategy).toBe('owner');
  const byName = federated({ ...named, groups: [], attributes: [...named.attributes] });
  expect(strategyAt(byName, item, '/sites/*/status')).toMatchObject({ strategy: 'owner', line: 16 });
});

test('who contributes is told group by group, then attribute by attribute', () => {
  const told = contributors(federated(trusted, weights), item);
  expect(told).toContainEqual({ what: 'ID', strategy: 'authority', order: ['plm', 'na'], line: 15 });
  expect(told).toContainEqual({ what: 'EN', strategy: 'oneSource', line: 13 });
  expect(told.at(-1)).toEqual({ what: '/netWeight', strategy: 'fixed', system: 'wms', line: 16 });
  expect(contributors({ ...federated(), model: 'event-driven' }, item)).toEqual([]);
});
