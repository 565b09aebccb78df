import { describe, expect, test } from 'vitest';
import { leastOf, matrixOf, percent, standingOf, standingOfCell } from './shares.ts';

const target = (id: string, entity: string, share: number | null, goLive?: number) => ({
  interface: id,
  entity,
  meant: 10,
  deliverable: 5,
  share,
  missing: [],
  ...(goLive !== undefined && { goLive }),
});

describe('completeness', () => {
  test('keys, translations and targets of one system and entity stand in one cell, and systems beside others of their kind', () => {
    const { kinds, rows } = matrixOf(
      {
        references: [{ system: 'erp', entity: 'item', records: 4, known: 3, share: 0.75 }],
        translations: [
          { system: 'erp', entity: 'item', what: 'units', known: 3, missing: 1, share: 0.75, parked: 9 },
        ],
        targets: [
          target('erp/items', 'item', 1),
          target('crm/orders', 'salesOrder', 1),
          target('erp/orders', 'salesOrder', 1),
        ],
      },
      (system) => system,
    );
    expect(kinds).toEqual([
      { kind: 'erp', systems: ['erp'] },
      { kind: 'crm', systems: ['crm'] },
    ]);
    expect(rows[0]!.cells.get('erp')).toMatchObject({
      reference: { known: 3 },
      translations: [{ parked: 9 }],
      targets: [{ share: 1 }],
    });
  });

  test('entities that lack something come first, and a cell stands as the worst of it', () => {
    const { rows } = matrixOf(
      {
        references: [],
        translations: [],
        targets: [
          target('erp/bom', 'bom', 1),
          target('erp/items', 'item', 0.5),
          target('erp/more-items', 'item', 1),
          target('erp/orders', 'salesOrder', 0.8, 0.95),
        ],
      },
      () => 'erp',
    );
    expect(rows.map(({ entity }) => entity)).toEqual(['salesOrder', 'item', 'bom']);
    const cells = rows.map(({ cells }) => cells.get('erp')!);
    expect(cells.map(standingOfCell)).toEqual(['below', 'lacking', 'complete']);
    expect(cells.map(leastOf)).toEqual([0.8, 0.5, 1]);
  });

  test('a target that is not live yet is below its gate, one without a gate only lacks something', () => {
    expect(standingOf(target('a/b', 'item', 0.8, 0.95))).toBe('below');
    expect(standingOf({ ...target('a/b', 'item', 0.8, 0.95), liveAt: '2026-01-01T00:00:00.000Z' })).toBe(
      'lacking',
    );
    expect(standingOf(target('a/b', 'item', 1))).toBe('complete');
    expect(standingOf(target('a/b', 'item', null))).toBe('nothing');
  });

  test('what is not all is never told as 100 %', () => {
    expect([percent(0.99999), percent(1), percent(null)]).toEqual(['99.9 %', '100 %', '–']);
  });
});
