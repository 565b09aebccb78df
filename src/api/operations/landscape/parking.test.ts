import { expect, test } from 'vitest';
import { northfield } from '../../../observability/northfield.testing.ts';
import { withParking } from './parking.ts';

test('of targets that start anew it is told how much would be parked and why; of sources nothing', async () => {
  const landscape = northfield();
  const all = [...landscape.systems.values()].flatMap(({ interfaces }) => [...interfaces.values()]);
  const target = all.find(({ direction }) => direction === 'target')!;
  const source = all.find(({ direction }) => direction === 'source')!;
  const interfaces = [target, source].map(({ id }) => ({
    interface: id,
    change: 'changed' as const,
    words: ['its mapping changed'],
  }));
  const missing = [
    { what: 'unit code', count: 10 },
    { what: 'incomplete', count: 2 },
  ];
  const told = await withParking({ rules: [], interfaces }, landscape, async () => ({
    meant: 2000,
    deliverable: 1988,
    missing,
  }));
  expect(told.interfaces.map(({ words }) => words)).toEqual([
    ['its mapping changed', 'parks from now on: 12 of the newest 2000 for it (10 unit code, 2 incomplete)'],
    ['its mapping changed'],
  ]);
});
