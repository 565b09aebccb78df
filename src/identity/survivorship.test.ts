import { describe, expect, test } from 'vitest';
import type { Json } from '../vocabulary/json.ts';
import { weigh } from './survivorship.ts';

const nobody = new Set<string>();
const na = (value: Json, at?: string) => ({ system: 'na', value, ...(at !== undefined && { at }) });
const eu = (value: Json, at?: string) => ({ system: 'eu', value, ...(at !== undefined && { at }) });
const early = '2026-01-01T00:00:00.000Z';
const late = '2026-01-02T00:00:00.000Z';

describe('which word stands', () => {
  test('authority: of the system that comes first; those that are not named come last and are alike', () => {
    const strategy = { strategy: 'authority', order: ['na', 'eu'] } as const;
    expect(weigh(strategy, na('a'), eu('b'), nobody)).toBe('stands');
    expect(weigh(strategy, eu('b'), na('a'), nobody)).toBe('yields');
    const other = { strategy: 'authority', order: ['plm'] } as const;
    expect(weigh(other, eu('b'), na('a'), nobody)).toBe('unsettled');
    expect(weigh(other, eu('b'), undefined, nobody)).toBe('stands');
  });

  test('owner: of who owns it, and nobody else speaks, not even where nothing is said; without an owner it is open', () => {
    const strategy = { strategy: 'owner' } as const;
    const owners = new Set(['na']);
    expect(weigh(strategy, na('a'), eu('b'), owners)).toBe('stands');
    expect(weigh(strategy, eu('b'), na('a'), owners)).toBe('yields');
    expect(weigh(strategy, eu('b'), undefined, owners)).toBe('yields');
    expect(weigh(strategy, eu('b'), na('a'), nobody)).toBe('unsettled');
    expect(weigh(strategy, eu('b'), na('a'), new Set(['na', 'eu']))).toBe('unsettled');
  });

  test('mostRecent: what was changed last; what nobody can date is open', () => {
    const strategy = { strategy: 'mostRecent' } as const;
    expect(weigh(strategy, eu('b', late), na('a', early), nobody)).toBe('stands');
    expect(weigh(strategy, eu('b', early), na('a', late), nobody)).toBe('yields');
    expect(weigh(strategy, eu('b', late), na('a', late), nobody)).toBe('unsettled');
    expect(weigh(strategy, eu('b'), na('a', late), nobody)).toBe('unsettled');
  });

  test('mostComplete: what says most, in characters, all parts together', () => {
    const strategy = { strategy: 'mostComplete' } as const;
    expect(weigh(strategy, eu('Hex bolt M8'), na('Bolt'), nobody)).toBe('stands');
    expect(weigh(strategy, eu({ city: 'Ulm' }), na({ city: 'Ulm', country: 'DE' }), nobody)).toBe('yields');
    expect(weigh(strategy, eu(null), na('Bolt'), nobody)).toBe('yields');
    expect(weigh(strategy, eu('🔩'), na('x'), nobody)).toBe('unsettled');
  });

  test('fixed: of one system, and nobody else', () => {
    const strategy = { strategy: 'fixed', system: 'na' } as const;
    expect(weigh(strategy, na('a'), eu('b'), nobody)).toBe('stands');
    expect(weigh(strategy, eu('b'), undefined, nobody)).toBe('yields');
  });
});
