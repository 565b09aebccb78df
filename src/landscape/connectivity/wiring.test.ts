import { expect, test } from 'vitest';
import { dependencies, inFolder, sound } from '../landscape.fixture.ts';
import type { Landscape } from '../landscape.ts';
import { readLandscape } from '../read.ts';
import { ruleFor } from './governing.ts';
import { wire } from './wiring.ts';

test('what names entities and sites is closer than what names a domain and a segment', async () => {
  const { connectivity } = await landscapeOf(sound);
  const line = (entity: string, place: object) => ruleFor(connectivity, entity, place)?.line;
  expect(line('item', { segment: 'pumps' })).toBe(13);
  expect(line('item', { segment: 'pumps', site: 'detroit' })).toBe(15);
  expect(line('item', { segment: 'valves', site: 'columbus' })).toBe(14);
  expect(line('item', { segment: 'valves' })).toBe(16);
  expect(line('invoice', {})).toBeUndefined();
});

test('the wiring says for each entity and rule whose word counts and who is told', async () => {
  const wires = wire(await landscapeOf(sound));
  const items = wires.filter(({ entity }) => entity === 'item');
  expect(items.map(({ rule }) => rule.line).sort()).toEqual([13, 14, 15, 16]);
  const pumps = items.find(({ rule }) => rule.line === 13)!;
  expect(pumps.places).toEqual([{ segment: 'pumps' }]);
  expect(pumps.tellers).toEqual([
    { interface: 'na-erp/items', role: 'authority', file: 'systems/na-erp.yaml', line: 7 },
  ]);
});

test('an authority is never told its own domain, only what others propose', async () => {
  const files = (takes: string) => ({
    ...sound,
    'systems/na-erp.yaml': sound['systems/na-erp.yaml']!.replace(
      '    sites: [detroit]\n',
      `    sites: [detroit]\n    takes: ${takes}\n`,
    ),
  });
  const told = async (takes: string, line: number) =>
    wire(await landscapeOf(files(takes)))
      .find(({ rule }) => rule.line === line)!
      .receivers.map(({ gets }) => gets);
  expect(await told('changes', 13)).toEqual([]);
  expect(await told('proposals', 13)).toEqual(['proposals']);
  expect(await told('changes', 16)).toEqual(['changes']);
  expect(await told('proposals', 16)).toEqual([]);
});

test('under a hybrid rule the interface that is not heard is kept aside, at either stage', async () => {
  const hybrid = (stage: string) => ({
    ...sound,
    'enterprise.yaml': sound['enterprise.yaml']!.replace(
      '{ domain: inventory, model: event-driven }',
      `{ domain: inventory, model: hybrid, legacy: wms/moves, modern: wms/moves2, stage: ${stage} }`,
    ).replace('  - { entities: [item, inventoryMovement], sites: [detroit], model: event-driven }\n', ''),
    'systems/wms.yaml': `${sound['systems/wms.yaml']!}  moves2: { source: inventoryMovement@1, map: items.in.jsonata }\n`,
  });
  const roles = async (stage: string) =>
    wire(await landscapeOf(hybrid(stage)))
      .find(({ entity }) => entity === 'inventoryMovement')!
      .tellers.map(({ role }) => role);
  expect(await roles('legacy')).toEqual(['authority', 'kept aside']);
  expect(await roles('live')).toEqual(['kept aside', 'authority']);
});

async function landscapeOf(files: Record<string, string>): Promise<Landscape> {
  const { landscape, problems } = await inFolder(files, (folder) => readLandscape(folder, dependencies));
  expect(problems).toEqual([]);
  return landscape!;
}
