import { expect, test } from 'vitest';
import { dependencies, inFolder, sound } from '../landscape.fixture.ts';
import { readLandscape } from '../read.ts';
import { comparePlans, planOf } from './plan.ts';

async function plan(change: (enterprise: string) => string = (text) => text, more = {}) {
  const files = { ...sound, 'enterprise.yaml': change(sound['enterprise.yaml']!), ...more };
  const { landscape, problems } = await inFolder(files, (folder) => readLandscape(folder, dependencies));
  expect(problems).toEqual([]);
  return planOf(landscape!);
}

test('a plan says where each rule holds, and under which line', async () => {
  const items = (await plan()).filter(({ entity }) => entity === 'item');
  expect(items.map(({ where, model, rule }) => [where, model, rule]).sort()).toEqual([
    ['at columbus', 'federated', 'enterprise.yaml:14'],
    ['at detroit', 'event-driven', 'enterprise.yaml:15'],
    ['everywhere else', 'federated', 'enterprise.yaml:16'],
    ['in pumps', 'centralized', 'enterprise.yaml:13'],
  ]);
});

test('a plan says in which segments each rule holds, and in which group its entity is', async () => {
  const items = (await plan()).filter(({ entity }) => entity === 'item');
  expect(items.map(({ where, domain, segments }) => [where, domain, segments]).sort()).toEqual([
    ['at columbus', 'master', expect.any(Array)],
    ['at detroit', 'master', expect.any(Array)],
    ['everywhere else', 'master', expect.not.arrayContaining(['pumps'])],
    ['in pumps', 'master', ['pumps']],
  ]);
});

test('two plans of one landscape do not differ', async () => {
  expect(comparePlans(await plan(), await plan())).toEqual([]);
});

test('another survivorship is told attribute by attribute, and how what stands is weighed by it', async () => {
  const ranked = await plan((text) =>
    text.replace(
      '  - { entities: [item], sites: [columbus], model: federated }',
      '  - { entities: [item], sites: [columbus], model: federated, survivorship: [{ groups: [EN], attributes: [sites.*.cost], strategy: fixed, system: na-erp }] }',
    ),
  );
  const at = (lines: typeof ranked) => lines.find(({ where }) => where === 'at columbus')!.survivorship;
  expect(at(ranked)).toEqual([
    { what: 'EN', how: 'fixed na-erp', rule: 'enterprise.yaml:14' },
    { what: 'sites.*.cost', how: 'fixed na-erp', rule: 'enterprise.yaml:14' },
  ]);
  const words = [
    'EN goes by the default of its group, was fixed na-erp',
    'sites.*.cost goes by the default of its group, was fixed na-erp',
    'it holds for what is said from then on; `lineshaft weigh item` weighs what stands by it',
  ];
  expect(comparePlans(ranked, await plan())).toEqual([
    { entity: 'item', where: 'at columbus', change: 'changed', words },
  ]);
});

test('what a change of rules would change is told in words', async () => {
  const changed = await plan((text) =>
    text
      .replace(
        'model: centralized, authority: na-erp, maxStaleness: 15m',
        'model: federated, maxStaleness: 5m',
      )
      .replace('  - { entities: [item], sites: [columbus], model: federated }\n', ''),
  );
  expect(comparePlans(await plan(), changed)).toEqual([
    { entity: 'item', where: 'at columbus', change: 'removed', words: expect.arrayContaining(['federated']) },
    {
      entity: 'item',
      where: 'in pumps',
      change: 'changed',
      words: [
        'the model is federated, was centralized',
        'nobody decides, was na-erp',
        'may be stale 5 min, was 15 min',
        'na-erp/items: what it changes counts (was: its word counts)',
        "na-erp/item-proposals: receives every change, only at detroit and where record.itemType = 'finishedGood' (was: had no part in it)",
      ],
    },
  ]);
});

test('a federated part of what has an authority goes by it where members disagree on what a thing is; members it names leave it out', async () => {
  const led = (members: string) => (text: string) =>
    text
      .replace('domain: master, model: federated', 'domain: master, model: centralized, authority: na-erp')
      .replace('sites: [columbus], model: federated', `sites: [columbus], model: federated${members}`);
  const [items] = sound['systems/na-erp.yaml']!.split('  item-proposals:');
  const euErp = items!.replaceAll('na-erp', 'eu-erp').replace(/url: .* /, 'url: "postgres://eu/erp" ');
  const standing = async (members: string) => {
    const lines = await plan(led(members), { 'systems/eu-erp.yaml': euErp });
    return lines.find(({ where }) => where === 'at columbus')!.survivorship;
  };
  const ofId = [{ what: 'ID', how: 'authority na-erp', rule: 'enterprise.yaml:14' }];
  expect(await standing('')).toEqual(ofId);
  expect(await standing(', members: [na-erp, eu-erp]')).toEqual(ofId);
  expect(await standing(', members: [eu-erp]')).toBeUndefined();
});
