import { describe, expect, test } from 'vitest';
import { valueAt, withValueAt } from '../pointer.ts';
import { type Step, withLeaving, withoutLeaving } from './apart.ts';

const elementKeys = new Map([
  ['/identifiers', ['scheme', 'value']],
  ['/units', ['unit']],
]);

const step = (
  goes: Step['goes'],
  before: Step['before'],
  after: Step['after'],
  ...changed: string[]
): Step => ({
  goes,
  before,
  after,
  changed,
});

const named = (en: string) => ({ number: '1', names: { en } });

describe('what two things shared is parted', () => {
  test('what the leaving one changed stands as before; what it added is gone', () => {
    const before = { number: '1', names: { en: 'Pump' } };
    const after = { number: '1', names: { en: 'Pumpe', de: 'Pumpe' }, revision: 'B' };
    const steps = [step('leaves', before, after, '/names/en', '/names/de', '/revision')];
    expect(withoutLeaving(after, steps, elementKeys)).toEqual(before);
  });

  test('what the staying one said since stands', () => {
    const steps = [
      step('leaves', { revision: 'A' }, { revision: 'B' }, '/revision'),
      step('stays', { revision: 'B' }, { revision: 'C' }, '/revision'),
    ];
    expect(withoutLeaving({ revision: 'C' }, steps, elementKeys)).toEqual({ revision: 'C' });
    expect(withLeaving({ revision: 'A' }, steps, elementKeys)).toEqual({ revision: 'B' });
  });

  test('what it added, and changed a part of later, is gone', () => {
    const [none, first, second] = [{ number: '1' }, named('Pump'), named('Pumpe')];
    const steps = [step('leaves', none, first, '/names'), step('leaves', first, second, '/names/en')];
    expect(withoutLeaving(second, steps, elementKeys)).toEqual(none);
  });

  test('of a list only its element goes', () => {
    const [a, b] = [
      { scheme: 'gtin', value: '1' },
      { scheme: 'mpn', value: '2' },
    ];
    const after = { identifiers: [a, b] };
    const steps = [step('leaves', { identifiers: [a] }, after, '/identifiers/mpn+2')];
    expect(withoutLeaving(after, steps, elementKeys)).toEqual({ identifiers: [a] });
    expect(withLeaving({}, steps, elementKeys)).toEqual({ identifiers: [b] });
  });
});

describe('a value is put at a pointer', () => {
  test('within an element of a list', () => {
    const record = { units: [{ unit: 'EA', uses: ['sales'] }] };
    const put = withValueAt(record, '/units/EA/gtin', '7', elementKeys);
    expect(put).toEqual({ units: [{ unit: 'EA', uses: ['sales'], gtin: '7' }] });
    expect(valueAt(put, '/units/EA/gtin', elementKeys)).toBe('7');
    expect(record.units[0]).not.toHaveProperty('gtin');
  });

  test('and what is left empty goes with it', () => {
    expect(withValueAt({ names: { en: 'x' }, a: 1 }, '/names/en', undefined, elementKeys)).toEqual({ a: 1 });
  });

  test('a name with a slash or a tilde is one name', () => {
    expect(withValueAt({}, '/sites/a~1b~0c', 1, elementKeys)).toEqual({ sites: { 'a/b~c': 1 } });
  });
});
