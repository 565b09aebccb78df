import { expect, test } from 'vitest';
import type { Rehearsal } from '../../../delivery/completeness.ts';
import { northfield } from '../../../observability/northfield.testing.ts';
import { withParking } from './parking.ts';

const landscape = northfield();
const all = [...landscape.systems.values()].flatMap(({ interfaces }) => [...interfaces.values()]);
const target = all.find(({ direction }) => direction === 'target')!;
const source = all.find(({ direction }) => direction === 'source')!;

async function wordsOf({ id }: { id: string }, rehearsed?: Rehearsal | 'late'): Promise<string[]> {
  const interfaces = [{ interface: id, change: 'changed' as const, words: ['its mapping changed'] }];
  const missing = [
    { what: 'unit code', count: 10 },
    { what: 'incomplete', count: 2 },
  ];
  const told = await withParking({ rules: [], interfaces }, landscape, {
    measure: async () => new Map([[id, { meant: 2000, deliverable: 1988, missing }]]),
    rehearse: async () => rehearsed,
  });
  return told.interfaces[0]!.words;
}

test('of a target that starts anew it is told how much would be parked and why', async () => {
  expect(await wordsOf(target)).toEqual([
    'its mapping changed',
    'parks from now on: 12 of the newest 2000 for it (10 unit code, 2 incomplete)',
  ]);
});

test('of a source that starts anew it is told what of the newest it took in would be parked and why, and what of the parked would not', async () => {
  const why = Array.from({ length: 7 }, (_, i) => ({ what: `unit 'K${i}' unknown`, count: 7 - i }));
  const rehearsed = { taken: 500, parks: 28, why, parked: 20, passes: 4 };
  expect((await wordsOf(source, rehearsed)).slice(1)).toEqual([
    "parks from now on: 28 of the newest 500 it took in (7 unit 'K0' unknown, 6 unit 'K1' unknown, 5 unit 'K2' unknown, 4 unit 'K3' unknown, 3 unit 'K4' unknown, 3 other)",
    'of the newest 20 that are parked 4 would be mapped',
  ]);
  const nothing = { ...rehearsed, parks: 0, why: [], parked: 0, passes: 0 };
  expect((await wordsOf(source, nothing)).slice(1)).toEqual([
    'parks from now on: nothing, of the newest 500 it took in',
  ]);
  expect((await wordsOf(source, 'late')).slice(1)).toEqual([
    'parks from now on: not looked at, other interfaces took all the time',
  ]);
  expect(await wordsOf(source, undefined)).toEqual(['its mapping changed']);
});
