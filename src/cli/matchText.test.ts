import { expect, test } from 'vitest';
import type { Review } from '../api/operations/matches/contract.ts';
import { copiesText, keyText, previewText, reviewsText } from './matchText.ts';
import { colorsFor } from './output.ts';

const colors = colorsFor({ write: () => {} }, {});
const now = Date.parse('2026-03-01T12:00:00.000Z');
const review: Review = {
  id: 7,
  entity: 'item',
  a: 'itm_A',
  b: 'itm_B',
  score: 85,
  reasons: [
    { by: 'gtin', a: '4006381333931', b: '4006381333931', points: 60, of: 60 },
    { by: 'description', a: 'Centrifugal pump', b: 'PUMP\u001b[31m', points: 25, of: 25 },
    { by: 'itemType', a: 'finishedGood', b: 'component', veto: true },
  ],
  state: 'open',
  askedAt: '2026-03-01T11:00:00.000Z',
};

test('a pair is shown with what each attribute gave, and data does not steer the terminal', () => {
  const text = reviewsText({ reviews: [review], total: 1 }, now, colors);
  expect(text).toContain('#7 item itm_A and itm_B  85 of 100  for 1 h');
  expect(text).toContain(' 60 of 60  gtin: 4006381333931 | 4006381333931');
  expect(text).toContain('against  itemType: finishedGood | component');
  expect(text).not.toContain('\u001b');
});

test('a key is shown with where it leads and how that came', () => {
  const text = keyText(
    {
      key: 'itm_B',
      entity: 'item',
      mergedInto: 'itm_A',
      references: [{ system: 'eu-erp', localKey: 'E1', mergedFrom: 'itm_B' }],
      history: [
        {
          system: 'eu-erp',
          localKey: 'E1',
          cause: 'merged',
          before: 'itm_B',
          key: 'itm_A',
          at: review.askedAt,
        },
      ],
      reviews: [{ ...review, state: 'linked', decidedBy: 'ann', reason: 'same pump' }],
    },
    now,
    colors,
  );
  expect(text).toContain('item itm_B is merged into itm_A');
  expect(text).toContain('eu-erp E1 (was itm_B)');
  expect(text).toContain('eu-erp E1 merged: itm_B → itm_A');
  expect(text).toContain('linked by ann: same pump');
});

test('a preview tells how much would change, with samples', () => {
  const side = (system: string) => ({ system, localKey: '1', key: `itm_${system}` });
  const text = previewText(
    'item',
    {
      things: 3,
      pairs: { link: 1, ask: 1, vetoed: 1 },
      differences: { link: 1, ask: 0, notLink: 0 },
      samples: [{ would: 'link', a: side('na-erp'), b: side('eu-erp'), score: 95, reasons: [] }],
    },
    colors,
  );
  expect(text).toContain('of 3 things 1 pairs link, 1 ask, 1 of them by a veto');
  expect(text).toContain('would link na-erp 1 and eu-erp 1, 95 of 100');
});

test('bills that are built alike are printed with how much they have in common and how many components each has', () => {
  const side = (item: string, components: number) => ({ key: `bom~${item}`, item, components });
  const copies = [{ a: side('P1', 5), b: side('P2', 6), share: 5 / 6 }];
  expect(copiesText({ copies }, colors)).toBe('83 %  bom~P1 (5) and bom~P2 (6)\n');
  expect(copiesText({ copies: [] }, colors)).toContain('no two items are built alike');
});
