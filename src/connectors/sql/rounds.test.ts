import { expect, test } from 'vitest';
import { rounds } from './rounds.ts';

const row = (key: string, conflict: string, n: number) => ({
  delivery: { id: String(n), key, entity: 'item', subject: key, document: null },
  values: [conflict, String(n)],
});
const split = (rows: ReturnType<typeof row>[]) =>
  rounds(rows, ([conflict]) => conflict!).map((round) => round.map((r) => r.values[1]));

test('no round holds a conflict key twice, and few rounds are needed', () => {
  expect(split([row('A', 'a', 1), row('B', 'b', 2), row('A', 'a', 3), row('B', 'b', 4)])).toEqual([
    ['1', '2'],
    ['3', '4'],
  ]);
});

test('rows of one delivery key keep their order also when they touch different rows', () => {
  expect(split([row('A', 'a', 1), row('A', 'a', 2), row('A', 'b', 3)])).toEqual([['1'], ['2', '3']]);
});
