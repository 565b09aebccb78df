import { expect, test } from 'vitest';
import { isLate, type Line, matrixOf } from './matrix.ts';

const at = { file: 'systems/x.yaml', line: 3 };

function line(part: Partial<Line>): Line {
  return {
    entity: 'item',
    domain: 'master',
    where: 'everywhere',
    segments: ['pumps', 'valves'],
    model: 'federated',
    rule: 'enterprise.yaml:13',
    tellers: [],
    receivers: [],
    ...part,
  };
}

const behind = (lags: Record<string, number | null>) =>
  new Map(Object.entries(lags).map(([id, lagSeconds]) => [id, { lagSeconds }]));

test('segments in which the same holds stand in one cell, one that differs stands by itself', () => {
  const { segments, rows } = matrixOf(
    [
      line({ entity: 'bom' }),
      line({ entity: 'salesOrder', domain: 'sales', rule: 'enterprise.yaml:20' }),
      line({ segments: ['valves'] }),
      line({ segments: ['pumps'], model: 'centralized', authority: 'na-erp', rule: 'enterprise.yaml:14' }),
    ],
    behind({}),
  );
  expect(segments).toEqual(['pumps', 'valves']);
  expect(rows.map(({ domain, cells }) => [domain, cells.map((cell) => cell.segments)])).toEqual([
    ['master', [['pumps'], ['valves']]],
    ['sales', [['pumps', 'valves']]],
  ]);
  expect(rows[0]!.cells[0]!.rules.map(({ rule, entities }) => [rule, entities])).toEqual([
    ['enterprise.yaml:13', ['bom']],
    ['enterprise.yaml:14', ['item']],
  ]);
});

test('a rule is late by the furthest of those who count; who is kept aside does not count', () => {
  const wired = line({
    maxStaleness: 60_000,
    tellers: [
      { interface: 'a/items', role: 'contributes', ...at },
      { interface: 'b/items', role: 'kept aside', ...at },
    ],
    receivers: [{ interface: 'c/items', gets: 'changes', ...at }],
  });
  const rule = (lags: Record<string, number | null>) =>
    matrixOf([wired], behind(lags)).rows[0]!.cells[0]!.rules[0]!;
  const aside = rule({ 'a/items': 5, 'b/items': 900, 'c/items': null });
  expect([aside.furthest?.id, isLate(aside)]).toEqual(['a/items', false]);
  const late = rule({ 'a/items': 5, 'c/items': 61 });
  expect([late.furthest?.id, isLate(late)]).toEqual(['c/items', true]);
  expect(isLate(rule({}))).toBe(false);
});
