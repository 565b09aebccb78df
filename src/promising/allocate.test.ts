import { expect, test } from 'vitest';
import type { Promising, Supply } from '../landscape/promising/promising.ts';
import { allocate } from './allocate.ts';
import { amount } from './amount.ts';
import type { Flow, Stock } from './availability.ts';
import { createBook } from './book.ts';
import type { Ages } from './freshness.ts';
import type { PromiseRequest } from './promise.ts';
import { promisingFrom } from './promising.testing.ts';

const NOW = Date.parse('2026-03-01T10:00:00Z');
const MINUTE = 60_000;

const both = { detroit: stock('10'), toledo: stock('10') };

test('what is there is promised for the day it is wanted', () => {
  expect(promised(both, '4')).toEqual([['detroit', '4', '2026-03-05']]);
});

test('what was taken by one line is not there for the next', () => {
  const three = ['1', '2', '3'].map((line) => ({ ...wanted('6'), line }));
  const { lines } = found(promisingFrom({ detroit: {} }), { detroit: stock('10') }, { lines: three });
  expect(lines.map(({ parts, short }) => [parts.length, short])).toEqual([
    [1, undefined],
    [0, '6'],
    [0, '6'],
  ]);
});

test('a part is promised only where a part will do', () => {
  const little = { detroit: stock('3') };
  expect(
    found(promisingFrom({ detroit: {} }), little, { partial: true, lines: [wanted('5')] }),
  ).toMatchObject({ lines: [{ parts: [{ site: 'detroit', quantity: '3' }], short: '2' }] });
  expect(found(promisingFrom({ detroit: {} }), little, { lines: [wanted('5')] })).toMatchObject({
    lines: [{ parts: [], short: '5' }],
  });
});

test('what is due in is promised for its day, and what is overdue is not counted on', () => {
  const due = {
    detroit: stock('2', { day: '2026-02-20', supply: '50' }, { day: '2026-03-20', supply: '8' }),
  };
  expect(promised(due, '10')).toEqual([['detroit', '10', '2026-03-20']]);
});

test('what someone was promised for later is not taken from under him', () => {
  const later = { detroit: stock('10', { day: '2026-03-10', reserved: '7' }) };
  expect(promised(later, '4')).toEqual([]);
  expect(promised(later, '3')).toEqual([['detroit', '3', '2026-03-05']]);
});

test('what is wanted beyond the horizon is not promised yet, and the answer says so', () => {
  const far = { ...wanted('4'), date: '2031-12-24' };
  expect(found(promisingFrom({ detroit: {} }), both, { lines: [far] })).toMatchObject({
    lines: [{ parts: [], short: '4' }],
    said: [expect.stringMatching(/^2031-12-24 is not promised yet: the horizon ends on 202/)],
  });
});

test('of whole pieces only whole ones are promised', () => {
  const halves = { detroit: stock('2.5') };
  const { lines } = found(promisingFrom({ detroit: {} }), halves, { partial: true, lines: [wanted('4')] });
  expect(lines[0]!.parts[0]!.quantity).toBe('2');
});

test('a line comes from two sites when no one has it all, and not where it must not', () => {
  expect(promised(both, '14')).toEqual([
    ['detroit', '10', '2026-03-05'],
    ['toledo', '4', '2026-03-05'],
  ]);
  expect(promised(both, '14', promisingFrom({ detroit: {}, toledo: {} }, { split: 'never' }))).toEqual([]);
});

test.each([
  ['the arrival', ['date' as const], { detroit: { lead: 9 }, toledo: {} }, 'toledo'],
  [
    'the priority of the segment',
    ['priority' as const],
    { detroit: {}, toledo: { priority: { pumps: 1 } } },
    'toledo',
  ],
  ['the cost', ['cost' as const], { detroit: { cost: 9 }, toledo: { cost: 2 } }, 'toledo'],
  [
    'the distance',
    ['distance' as const],
    { detroit: { routes: way(900) }, toledo: { routes: way(80) } },
    'toledo',
  ],
  ['nothing but the name', ['date' as const], { detroit: {}, toledo: {} }, 'detroit'],
])('%s decides when the policy says so', (_name, rank, sites, chosen) => {
  expect(promised(both, '4', promisingFrom(sites, { rank }))[0]![0]).toBe(chosen);
});

test('one site later or two sites sooner: the order of the policy decides', () => {
  const slow = { detroit: stock('4', { day: '2026-04-01', supply: '20' }), toledo: stock('4') };
  const sites = { detroit: {}, toledo: {} };
  expect(promised(slow, '8', promisingFrom(sites, { rank: ['date', 'split'] }))).toHaveLength(2);
  expect(promised(slow, '8', promisingFrom(sites, { rank: ['split', 'date'] }))).toEqual([
    ['detroit', '8', '2026-04-01'],
  ]);
});

test('a site whose stock is too old is left out, kept back from or less sure, as declared, and the answer says so', () => {
  const ages = agesOf({ inventoryPosition: 42 * MINUTE });
  const of = (whenStale: 'leaveOut' | 'widen' | 'doubt') =>
    found(
      promisingFrom({ detroit: { whenStale, maxStaleness: new Map([['inventoryPosition', 5 * MINUTE]]) } }),
      { detroit: stock('10') },
      { partial: true, lines: [wanted('8')] },
      ages,
    );
  expect(of('leaveOut')).toMatchObject({
    said: ['detroit left out: stock is 42 min old, limit 5 min'],
    lines: [{ parts: [], short: '8' }],
  });
  expect(of('widen')).toMatchObject({
    said: ['detroit keeps 50 % back: stock is 42 min old, limit 5 min'],
    lines: [{ parts: [{ quantity: '5' }], short: '3' }],
  });
  expect(of('doubt')).toMatchObject({
    said: ['detroit is less sure: stock is 42 min old, limit 5 min'],
    lines: [{ parts: [{ quantity: '8', confidence: 0.12 }] }],
  });
});

test('a site of which nobody has said how old its stock is counts as too old', () => {
  const promising = promisingFrom({ detroit: { maxStaleness: new Map([['inventoryPosition', MINUTE]]) } });
  expect(found(promising, { detroit: stock('10') }, { lines: [wanted('1')] }).said).toEqual([
    'detroit left out: nobody has said how old its stock is, limit 1 min',
  ]);
});

test('a line in another unit than the stock is refused', () => {
  const book = createBook(new Map([['itm', new Map([['detroit', stock('10')]])]]));
  const request = { partial: false, lines: [{ ...wanted('1'), quantity: { value: '1', unit: 'DZN' } }] };
  const grounds = { promising: promisingFrom({ detroit: {} }), ages: new Map(), now: NOW };
  expect(allocate(book, request, grounds)).toMatchObject({
    code: 'request-invalid',
    detail: 'Line 1: itm is promised in EA, and is asked for in DZN.',
  });
});

test('orders that are told too late are not counted on, or in part, or less surely; the stock stays what it is', () => {
  const ages = agesOf({ inventoryPosition: MINUTE, productionOrder: 42 * MINUTE });
  const of = (whenStale: 'leaveOut' | 'widen' | 'doubt', value: string) =>
    found(
      promisingFrom({ detroit: { whenStale, maxStaleness: new Map([['productionOrder', 5 * MINUTE]]) } }),
      { detroit: stock('2', { day: '2026-03-04', supply: '8' }) },
      { partial: true, lines: [wanted(value)] },
      ages,
    );
  expect(of('leaveOut', '10')).toMatchObject({
    said: ['detroit counts on nothing that is due in: its production orders are 42 min old, limit 5 min'],
    lines: [{ parts: [{ quantity: '2', confidence: 1 }], short: '8' }],
  });
  expect(of('widen', '10')).toMatchObject({
    said: ['detroit counts on 50 % of what is due in: its production orders are 42 min old, limit 5 min'],
    lines: [{ parts: [{ quantity: '6' }], short: '4' }],
  });
  expect(of('doubt', '10')).toMatchObject({
    said: ['detroit is less sure of what is due in: its production orders are 42 min old, limit 5 min'],
    lines: [{ parts: [{ quantity: '10', confidence: 0.12 }] }],
  });
});

test('where nobody tells orders, nothing is said of their age', () => {
  const promising = promisingFrom({ detroit: { maxStaleness: new Map([['purchaseOrder', MINUTE]]) } });
  expect(found(promising, { detroit: stock('10') }, { lines: [wanted('1')] }).said).toEqual([]);
});

function agesOf(ages: Partial<Record<Supply, number>>): Ages {
  return new Map([['detroit', new Map(Object.entries(ages) as [Supply, number][])]]);
}

function stock(onHand: string, ...days: { day: string; supply?: string; reserved?: string }[]): Stock {
  const flow = ({ day, supply = '0', reserved = '0' }: (typeof days)[number]): Flow => ({
    day,
    supply: amount(supply),
    demand: 0n,
    reserved: amount(reserved),
  });
  return { unit: 'EA', onHand: amount(onHand), days: days.map(flow) };
}

function wanted(value: string): PromiseRequest['lines'][number] {
  return { line: '1', item: 'itm', quantity: { value, unit: 'EA' }, date: '2026-03-05' };
}

function way(distance: number) {
  return new Map([['na', { days: 0, distance, cost: 0 }]]);
}

function found(
  promising: Promising,
  stocks: Record<string, Stock>,
  request: Partial<PromiseRequest>,
  ages: Ages = new Map(),
) {
  const book = createBook(new Map([['itm', new Map(Object.entries(structuredClone(stocks)))]]));
  const asked = { partial: false, segment: 'pumps', to: 'na', lines: [], ...request };
  const answer = allocate(book, asked, { promising, ages, now: NOW });
  if ('advice' in answer) throw new Error(answer.detail);
  return answer;
}

function promised(
  stocks: Record<string, Stock>,
  quantity: string,
  promising = promisingFrom({ detroit: {}, toledo: {} }),
): [string, string, string][] {
  const { lines } = found(promising, stocks, { lines: [wanted(quantity)] });
  return lines[0]!.parts.map(({ site, quantity: its, arrives }) => [site, its, arrives]);
}
