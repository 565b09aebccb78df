import { describe, expect, test } from 'vitest';
import type { Interface, Site } from '../ask/sites.ts';
import { troublesOf, verdictOn } from './troubles.ts';

function site(code: string, ...interfaces: Partial<Interface>[]): Site {
  const all = interfaces.map((each, n) => ({
    id: `${code}-erp/i${n}`,
    direction: 'target' as const,
    entity: 'item',
    state: 'running' as const,
    lagSeconds: 0,
    allowedLagSeconds: 120,
    perMinute: 10,
    totals: { delivered: 5 },
    failed: 0,
    open: { parked: 0, 'held-behind': 0, retrying: 0, waiting: 0 },
    ...each,
  }));
  const systems = [{ code: `${code}-erp`, kind: 'erp', connector: 'sql', interfaces: all }];
  return { code, kind: 'plant', region: 'na', timeZone: 'UTC', systems };
}

const verdict = (...sites: Site[]) => verdictOn({ sites }, troublesOf({ sites }));

describe('what is wrong', () => {
  test('nothing, and it is said so', () => {
    expect(verdict(site('detroit', {}), site('toledo', {}))).toEqual({
      health: 'well',
      sentence: 'All 2 sites run and are up to date',
    });
    expect(verdict(site('detroit', {})).sentence).toBe('The site runs and is up to date');
  });

  test('what fails is named before what is late, and what is late before what is held', () => {
    const failing = site('detroit', { state: 'failing' });
    const late = site('toledo', { lagSeconds: 600 }, {});
    const hold = { state: 'held-window', reason: 'patches', since: '2026-01-01T00:00:00.000Z' } as const;
    const held = site('gdansk', { state: 'held', hold });
    expect(verdict(held, late, failing).sentence).toBe('Detroit ERP fails, and 1 more');
    expect(verdict(held, late).sentence).toBe('Toledo ERP is 10 min late with i0');
    expect(verdict(held).sentence).toBe('Gdansk ERP is held: patches; all else runs');
  });

  test('of many interfaces that are ill a few are named', () => {
    const ill = Array.from({ length: 12 }, () => ({ state: 'failing' as const }));
    expect(verdict(site('detroit', ...ill, {})).sentence).toBe(
      'Detroit ERP fails with i0, i1, i2 and 9 more',
    );
  });

  test('late is what its rule does not allow', () => {
    expect(troublesOf({ sites: [site('a', { lagSeconds: 119 })] })).toEqual([]);
    expect(troublesOf({ sites: [site('a', { lagSeconds: 121 })] })).toHaveLength(1);
  });

  test('what waits for a system that fails is counted', () => {
    const backlog = { entries: 1200, how: 'counted', caughtUpAt: null } as const;
    expect(troublesOf({ sites: [site('a', { state: 'failing', backlog })] })[0]!.waiting).toBe(1200);
  });
});
