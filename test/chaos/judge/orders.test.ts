import { expect, test } from 'vitest';
import type { JournalEntry, Note } from '../../../examples/five-sites/systems/plumbing/journal.ts';
import type { Journals } from '../journals.ts';
import { type FollowedOrder, judgeOrders } from './orders.ts';

const key = 'so~crm~SO-1';
const ended = (state: string): FollowedOrder => ({ key, status: 'ended', state: `"${state}"`, reserved: 0 });

test('an order is in order when all its parts shipped and it was paid, or all were taken back', () => {
  expect(found([ended('paid')], { [key]: ['5', '77'], [`${key}.1`]: ['6', '77'] })).toEqual([]);
  expect(found([ended('paid')], { [key]: ['5', '99'], [`${key}.1`]: ['6', '77'] })).toEqual([]);
  expect(found([ended('cancelled')], { [key]: ['5', '99'] })).toEqual([]);
  expect(found([ended('cancelled')], {})).toEqual([]);
});

test('an order that nothing follows, or that does not come to its end, is lost; one that waits for stock is not', () => {
  expect(found([], {})).toEqual(['lost no process follows it']);
  const stuck = { ...ended('x'), status: 'running', state: '"paying"' };
  expect(found([stuck], {})).toEqual(['lost its process stands in "paying", running']);
  expect(found([{ ...stuck, state: '{"open":"short"}' }], {})).toEqual([]);
});

test('what was cancelled is taken back in every ERP, and given back to the last unit', () => {
  expect(found([ended('cancelled')], { [key]: ['5', '99'], [`${key}.1`]: ['6', '22'] })).toEqual([
    'lost it ended in "cancelled", and an ERP has a part of it in 22',
  ]);
  expect(found([{ ...ended('cancelled'), reserved: 3 }], {})).toEqual(['lost 3 are still reserved for it']);
});

test('a part that an ERP has twice is doubled, and so is one that is followed as an order', () => {
  const twice = [...told({ [key]: ['5', '77'] }), ...told({ [key]: ['7', '77'] })];
  expect(judge([ended('paid')], twice)).toEqual(['doubled it was entered twice: na-erp 5, na-erp 7']);
  const part = { ...ended('paid'), key: `${key}.1` };
  expect(found([ended('paid'), part], {})).toEqual(['doubled a part of an order is followed as one']);
});

test('the CRM holds an order for shipped when the last of its parts is, and for cancelled when none will', () => {
  const shipped = told({ [key]: ['5', '77'], [`${key}.1`]: ['6', '77'] });
  expect(judge([ended('paid')], shipped, ['confirmed', 'partially_shipped'])).toEqual([
    'lost it ended in "paid", and the CRM holds it for partially_shipped',
  ]);
  expect(judge([ended('cancelled')], [], [])).toEqual([
    'lost it ended in "cancelled", and the CRM holds it for new',
  ]);
});

function told(parts: Record<string, [number: string, state: string]>): Note[] {
  return Object.entries(parts).map(([part, [id, state]]) => ({ told: 'salesOrders', id, key: part, state }));
}

function found(followed: FollowedOrder[], parts: Record<string, [string, string]>): string[] {
  return judge(followed, told(parts));
}

/** `heard`: what the CRM took of the order; absent: what it should. */
function judge(
  followed: FollowedOrder[],
  american: Note[],
  heard: string[] = [followed[0]?.state === '"paid"' ? 'shipped' : 'cancelled'],
): string[] {
  const entries = (of: Note[]) => of.map((note, i): JournalEntry => ({ n: i + 1, at: 0, ...note }));
  const order: Note = { told: 'orders of us01', id: 'SO-1', state: 'won PO 1' };
  const journals: Journals = new Map([
    [
      'crm',
      entries([
        order,
        ...heard.map((state): Note => ({ took: 'order updates', id: 'SO-1', state, outcome: 'accepted' })),
      ]),
    ],
    ['na-erp', entries(american)],
    ['eu-erp', []],
  ]);
  return judgeOrders(journals, followed).findings.map(
    ({ fault, what }) => `${fault} ${what.split(': ').slice(2).join(': ')}`,
  );
}
