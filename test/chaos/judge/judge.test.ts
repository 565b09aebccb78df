import { expect, test } from 'vitest';
import type { JournalEntry, Note } from '../../../examples/five-sites/systems/plumbing/journal.ts';
import { ports } from '../../../examples/five-sites/systems/plumbing/ports.ts';
import type { Journals } from '../journals.ts';
import { judge } from './judge.ts';
import type { ParkedRow } from './parked.ts';

test('all that was told and taken once, in order, is in order', () => {
  const verdict = judge(
    journals({ 'mes-detroit': told(1, 2), 'na-erp': took(1, 2), planning: took(1, 2) }),
    itemKeys,
    [],
  );
  expect(verdict).toEqual({ told: 4, effects: 4, findings: [] });
});

test('what a system never took is lost, at that system', () => {
  expect(faults({ 'mes-detroit': told(1, 2), 'na-erp': took(1, 2), planning: took(1) })).toEqual([
    'lost planning',
  ]);
});

test('what the hub says it parked is wrongly parked, when it was told right', () => {
  const parked = {
    direction: 'in',
    interface: 'mes-detroit/confirmations',
    state: 'parked',
    code: 'x',
    detail: 'y',
  } as const;
  const rows: ParkedRow[] = [{ ...parked, text: '{"id":"DC-00000001"}' }];
  expect(faults({ 'mes-detroit': told(1) }, rows)).toEqual([
    'wrongly parked na-erp',
    'wrongly parked planning',
  ]);
});

test('an effect made twice is doubled; the same message taken again without effect is not', () => {
  const repeated: Note = { took: 'confirmations', id: 'mes-detroit~DC-00000001', outcome: 'repeated' };
  const planning = [...took(1), repeated];
  expect(faults({ 'mes-detroit': told(1), 'na-erp': took(1, 1), planning })).toEqual(['doubled na-erp']);
});

test('a later message taken before an earlier one of its key is reordered; of another key it is not', () => {
  const other: Note = { told: 'confirmations', id: '3', key: 'B' };
  const all = { 'mes-detroit': [...told(1, 2), other], 'na-erp': took(3, 1, 2), planning: took(2, 1, 3) };
  expect(faults(all)).toEqual(['reordered planning']);
});

test('what was mistyped is to have no effect, what is only odd has one', () => {
  const wrong: Note = { told: 'confirmations', id: '1', key: 'A', dirt: 'unit-unknown' };
  const odd: Note = { told: 'confirmations', id: '2', key: 'A', dirt: 'late' };
  const all = { 'mes-detroit': [wrong, odd], 'na-erp': took(1, 2), planning: took(2) };
  expect(faults(all)).toEqual(['let through na-erp']);
});

test('what is garbled in words that nobody carries on may be taken or be parked', () => {
  const garbled: Note[] = ['1', '2'].map((id) => ({ told: 'confirmations', id, key: 'A', dirt: 'encoding' }));
  expect(faults({ 'mes-detroit': garbled, 'na-erp': took(1), planning: took(1) })).toEqual([]);
  expect(faults({ 'mes-detroit': garbled, 'na-erp': took(1, 1), planning: [] })).toEqual(['doubled na-erp']);
});

test('the last state of a document is to be the last its target took', () => {
  const order = (...states: string[]) =>
    states.map((state): Note => ({ told: 'productionOrders', id: '0001000001', key: 'DET', state }));
  const heard = (...states: string[]) =>
    states.map((state): Note => ({ took: 'orders', id: '1000001', state, outcome: 'accepted' }));
  const verdict = (from: string[], to: string[]) =>
    faults({ 'na-erp': order(...from), 'mes-detroit': heard(...to) });
  expect(verdict(['10', '40', '60', '90'], ['planned', 'released'])).toEqual([]);
  expect(verdict(['10', '99', '60'], ['planned'])).toEqual([]);
  expect(verdict(['10', '40'], ['released'])).toEqual([]);
  expect(verdict(['10', '40'], ['planned'])).toEqual(['lost mes-detroit']);
  expect(verdict(['10', '40'], ['released', 'planned', 'released'])).toEqual(['reordered mes-detroit']);
});

test('what is owed for an order of the CRM, and that it was paid, is the last that the CRM took of it', () => {
  const invoice = (order: string, ...states: string[]) =>
    states.map((state): Note => ({ told: 'invoices', id: '0007000001', key: order, state }));
  const heard = (...states: string[]) =>
    states.map((state): Note => ({ took: 'invoices', id: '7000001', state, outcome: 'accepted' }));
  const own: Note = { told: 'salesOrders', id: '0005000001', key: 'so~crm~SO-1', state: '22' };
  const part: Note = { took: 'order parts', id: 'SO-1', state: 'confirmed', outcome: 'accepted' };
  const verdict = (from: Note[], to: Note[]) => faults({ 'na-erp': [own, ...from], crm: [part, ...to] });
  expect(verdict(invoice('0005000001', '20', '90'), heard('open', 'paid'))).toEqual([]);
  expect(verdict(invoice('0005000001', '20', '90'), heard('open'))).toEqual(['lost crm']);
  expect(verdict(invoice('0005000001', '20', '90'), heard('open', 'paid', 'open', 'paid'))).toEqual([
    'reordered crm',
  ]);
  expect(verdict(invoice('0005000002', '20'), [])).toEqual([]);
});

test('what a customer changed is taken in the order of the changes, by whichever ERP has the order', () => {
  const order = ['won A', 'won A-B'].map((state): Note => ({ told: 'orders of us01', id: 'SO-1', state }));
  const heard = (...states: string[]) =>
    states.map((state): Note => ({ took: 'salesOrders', id: 'so~crm~SO-1', state, outcome: 'accepted' }));
  expect(faults({ crm: order, 'na-erp': heard('A', 'A-B') })).toEqual([]);
  expect(faults({ crm: order, 'eu-erp': heard('A-B', 'A', 'A-B') })).toEqual(['reordered na-erp or eu-erp']);
});

test('what a cancelled order still heard of its progress came in order', () => {
  const erp = ['20', '22', '44', '99'].map(
    (state): Note => ({ told: 'salesOrders', id: '5000001', key: 'so~crm~SO-1', state }),
  );
  const heard = (...states: string[]) =>
    states.map((state): Note => ({ took: 'order parts', id: 'SO-1', state, outcome: 'accepted' }));
  expect(faults({ 'na-erp': erp, crm: heard('confirmed') })).toEqual([]);
  expect(faults({ 'na-erp': erp, crm: heard('shipping', 'confirmed') })).toEqual(['reordered crm']);
});

test('of stock the last that its system told is to be the last that planning took', () => {
  const has = (system: string, id: string, ...quantities: string[]) => ({
    [system]: quantities.map((state): Note => ({ told: 'stock', id, state })),
  });
  const shows = (place: string, ...quantities: string[]) => ({
    planning: quantities.map(
      (state): Note => ({ took: 'inventory', id: `ivp~itm_1~${place}~own~-`, state, outcome: 'accepted' }),
    ),
  });
  const detroit = has('na-erp', '000000000000100234~DET~RM01~~2', '5', '7.000');
  expect(faults({ ...detroit, ...shows('detroit~RM01~-~unrestricted', '5', '7') })).toEqual([]);
  expect(faults({ ...detroit, ...shows('detroit~RM01~-~unrestricted', '7', '5') })).toEqual([
    'lost planning',
  ]);
  expect(faults(detroit)).toEqual(['lost planning']);
  expect(faults(has('na-erp', '000000000000100234~COL~A01~~2', '5'))).toEqual([]);
  const columbus = has('wms-columbus', '100234', '12');
  expect(faults({ ...columbus, ...shows('columbus~A01~-~unrestricted', '12') })).toEqual([]);
  expect(faults({ ...columbus, ...shows('detroit~A01~-~unrestricted', '12') })).toEqual(['lost planning']);
});

function itemKeys(_system: string, number: string): string | undefined {
  return number === '100234' ? 'itm_1' : undefined;
}

function told(...ids: number[]): Note[] {
  return ids.map((id) => ({ told: 'confirmations', id: String(id), key: 'A' }));
}

function took(...ids: number[]): Note[] {
  return ids.map((id) => ({ took: 'confirmations', id: `mes-detroit~DC-0000000${id}`, outcome: 'accepted' }));
}

function journals(notes: Record<string, Note[]>): Journals {
  const entries = (of: Note[]) => of.map((note, i): JournalEntry => ({ n: i + 1, at: 0, ...note }));
  return new Map(Object.keys(ports).map((system) => [system, entries(notes[system] ?? [])]));
}

function faults(notes: Record<string, Note[]>, parked: ParkedRow[] = []): string[] {
  return judge(journals(notes), itemKeys, parked).findings.map(
    ({ fault, what }) => `${fault} ${what.split(':')[0]}`,
  );
}
