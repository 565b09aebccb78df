import { expect, test } from 'vitest';
import { judgeHoldings } from './judge.ts';
import { judgeMasters, type Master, type StandingMaster } from './masters.ts';
import type { ParkedRow } from './parked.ts';

const bolt: StandingMaster = {
  entity: 'item',
  key: 'itm_1',
  numbers: { 'na-erp': ['100234'], 'eu-erp': ['70002341'] },
  values: {
    'na-erp': { name: 'Hex bolt', status: 'active' },
    'eu-erp': { name: 'Sechskantschraube', status: 'active' },
  },
  disputed: { 'na-erp': new Set(), 'eu-erp': new Set() },
};
const american = shows('na-erp', '100234', { name: 'Hex bolt', status: 'active', gtin: '4012345002287' });
const european = shows('eu-erp', '70002341', { name: 'Sechskantschraube', status: 'active' });

test('what both ERPs show as the ledger says is in order; what the ledger does not say is their own', () => {
  expect(judgeMasters([bolt], [american, european], () => false)).toEqual({
    told: 2,
    effects: 2,
    findings: [],
  });
});

test('an ERP that shows another value than the ledger says has lost it', () => {
  const german = shows('na-erp', '100234', { name: 'Sechskantschraube', status: 'active' });
  expect(found([bolt], [german, european])).toEqual([
    'lost na-erp: item 100234 shows name Sechskantschraube, the ledger says Hex bolt',
  ]);
});

test('what waits for a person may differ, at the system that asks for it alone', () => {
  const disputed = { 'na-erp': new Set<string>(), 'eu-erp': new Set(['status']) };
  const blocked = (one: Master): Master => ({ ...one, values: { ...one.values, status: 'blocked' } });
  expect(found([{ ...bolt, disputed }], [american, blocked(european)])).toEqual([]);
  expect(found([{ ...bolt, disputed }], [blocked(american), european])).toEqual([
    'lost na-erp: item 100234 shows status blocked, the ledger says active',
  ]);
});

test('a thing that an ERP does not have is lost, also under a number that the ledger knows', () => {
  expect(found([bolt], [european])).toEqual(['lost na-erp: it has no item itm_1']);
});

test('a thing that an ERP has twice is doubled, and one the ledger does not know is lost', () => {
  const twice = { ...bolt, numbers: { ...bolt.numbers, 'na-erp': ['100234', '200001'] } };
  const again = shows('na-erp', '200001', american.values);
  expect(found([twice], [american, again, european])).toEqual([
    'doubled na-erp: item itm_1 is there more than once: 100234, 200001',
  ]);
  expect(found([bolt], [american, again, european])).toEqual([
    'lost na-erp: item 200001 is not in the ledger',
  ]);
});

test('what people mistype may be parked, with its zeros; what is not parked is lost', () => {
  const row: ParkedRow = {
    ...({ direction: 'in', interface: 'na-erp/items', state: 'parked', code: 'x', detail: 'y' } as const),
    text: '{"itno":"000000000000100234"}',
  };
  const judged = (isMistyped: boolean, parked: ParkedRow[]) =>
    judgeHoldings([], [american], () => isMistyped, parked).findings.map(({ fault }) => fault);
  expect(judged(true, [row])).toEqual([]);
  expect(judged(true, [])).toEqual(['lost']);
  expect(judged(false, [row])).toEqual(['wrongly parked']);
});

function shows(system: Master['system'], number: string, values: Master['values']): Master {
  return { system, entity: 'item', number, values };
}

function found(standing: StandingMaster[], held: Master[]): string[] {
  return judgeMasters(standing, held, () => false).findings.map(({ fault, what }) => `${fault} ${what}`);
}
