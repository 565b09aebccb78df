import { expect, test } from 'vitest';
import type { Interface, Site } from '../ask/sites.ts';
import { heldWork } from './heldAlike.ts';

const circuit = {
  state: 'held-circuit' as const,
  reason: 'cannot be reached',
  since: '2026-03-01T08:00:00Z',
};
const waits = (entries: number, caughtUpAt: string | null = null) => ({
  entries,
  how: 'counted' as const,
  caughtUpAt,
  ...(caughtUpAt === null && {
    untold: entries === 0 ? ('nothing-waits' as const) : ('end-unknown' as const),
  }),
});

function site(...interfaces: Pick<Interface, 'id' | 'hold' | 'backlog'>[]): Site {
  const system = { code: 'erp', kind: 'erp', connector: 'sql', interfaces: interfaces as Interface[] };
  return { code: 'hq', kind: 'office', region: 'na', timeZone: 'UTC', systems: [system] };
}

test('a system that is held as a whole is told once, with all that waits for it', () => {
  const held = heldWork({
    sites: [
      site(
        { id: 'erp/items', hold: { ...circuit, since: '2026-03-01T08:00:02Z' } },
        { id: 'erp/orders', hold: circuit, backlog: waits(0) },
        { id: 'erp/stock', hold: circuit, backlog: waits(7) },
      ),
    ],
  });
  expect(held).toEqual([
    {
      ...{ site: 'hq', system: 'erp', interfaces: undefined, hold: circuit },
      ...{ waiting: 7, caughtUpAt: undefined, untold: 'end-unknown' },
    },
  ]);
});

test('interfaces that are held for other reasons stand apart, and the last to catch up says when', () => {
  const window = { ...circuit, state: 'held-window' as const, reason: 'inventory' };
  const held = heldWork({
    sites: [
      site(
        { id: 'erp/orders', hold: window, backlog: waits(3, '2026-03-01T09:00:00Z') },
        { id: 'erp/stock', hold: window, backlog: waits(9, '2026-03-01T09:30:00Z') },
        { id: 'erp/items', hold: circuit },
        { id: 'erp/boms' },
      ),
    ],
  });
  expect(held.map(({ interfaces, waiting, caughtUpAt }) => [interfaces, waiting, caughtUpAt])).toEqual([
    [['orders', 'stock'], 12, '2026-03-01T09:30:00Z'],
    [['items'], undefined, undefined],
  ]);
});
