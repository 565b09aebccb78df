import { expect, test } from 'vitest';
import type { PlanLine } from '../../landscape/connectivity/plan.ts';
import { linesOf } from './rules.ts';

const at = { file: 'systems/x.yaml', line: 1 };
const plan: PlanLine[] = [
  {
    entity: 'item',
    domain: 'master',
    where: 'everywhere',
    segments: ['pumps'],
    model: 'centralized',
    authority: 'na-erp',
    rule: 'enterprise.yaml:13',
    tellers: [
      { interface: 'na-erp/items', role: 'authority', ...at },
      { interface: 'eu-erp/items', role: 'proposes', ...at },
    ],
    receivers: [{ interface: 'eu-erp/item-changes', gets: 'changes', ...at }],
  },
];

test('an entity is explained whole, a system only by what concerns it', () => {
  expect(linesOf('item', plan)).toEqual(plan);
  const [line] = linesOf('na-erp', plan);
  expect(line!.tellers.map((teller) => teller.interface)).toEqual(['na-erp/items']);
  expect(line!.receivers).toEqual([]);
});

test('a word that is neither is told with what it may have been', () => {
  expect(() => linesOf('itme', plan)).toThrow('itme is no entity and no system');
  expect(() => linesOf('na-epr', plan)).toThrow(expect.objectContaining({ advice: 'Did you mean na-erp?' }));
});
