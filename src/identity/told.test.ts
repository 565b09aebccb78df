import { expect, test } from 'vitest';
import type { JsonObject } from '../vocabulary/json.ts';
import { valueAt, withValueAt } from './pointer.ts';
import { type Saying, sayingOf, tellAnew, toldWhole } from './told.ts';

const say = (by: string): Saying => ({ by, batch: 1, ordinal: 0, at: '2026-01-01T00:00:00.000Z' });
const by = (told: ReturnType<typeof toldWhole>, pointer: string) => sayingOf(told, pointer)?.by;

test('what nobody said apart was said with what it is a part of', () => {
  const told = tellAnew(toldWhole(say('na/items')), new Map([['/sites/detroit', say('mes/items')]]));
  expect(by(told, '/names/en')).toBe('na/items');
  expect(by(told, '/sites/detroit/planner')).toBe('mes/items');
  expect(by(told, '/sites/detroit-2')).toBe('na/items');
});

test('who says the whole anew says its parts; messages by which nothing stands are forgotten', () => {
  const first = tellAnew(toldWhole(say('na/items')), new Map([['/names/en', say('eu/items')]]));
  const told = tellAnew(first, new Map([['/names', say('plm/items')]]));
  expect(by(told, '/names/en')).toBe('plm/items');
  expect(told.sayings.map((each) => each.by)).toEqual(['na/items', 'plm/items']);
});

test('of an element that left its list nothing is kept; that an attribute was cleared is', () => {
  const lines = tellAnew(toldWhole(say('crm/orders')), new Map([['/lines/10/price', say('erp/orders')]]));
  const told = tellAnew(
    lines,
    new Map([
      ['/lines/10', say('crm/orders')],
      ['/priority', say('erp/orders')],
    ]),
    ['/lines/10'],
  );
  expect(told.at).toEqual({ '': 0, '/priority': 1 });
});

test('of a record whose makers are not known only what is said since has one', () => {
  const told = tellAnew(undefined, new Map([['/revision', say('eu/items')]]));
  expect(by(told, '/revision')).toBe('eu/items');
  expect(by(told, '/names')).toBeUndefined();
});

test('a value is read and put where lists are gone through by element key', () => {
  const keys = new Map([['/units', ['unit']]]);
  const record: JsonObject = {
    units: [{ unit: 'EA', gtin: '1' }, { unit: 'CT' }],
    names: { en: 'Bolt' },
  };
  const kept = structuredClone(record);
  expect(valueAt(record, '/units/EA/gtin', keys)).toBe('1');
  const other = withValueAt(record, '/units/EA/gtin', '2', keys);
  expect(other['units']).toEqual([{ unit: 'EA', gtin: '2' }, { unit: 'CT' }]);
  expect(withValueAt(record, '/units/CT', undefined, keys)['units']).toEqual([{ unit: 'EA', gtin: '1' }]);
  expect(withValueAt(record, '/names/en', undefined, keys)).not.toHaveProperty('names');
  expect(withValueAt(record, '/longText/de', 'Lang', keys)['longText']).toEqual({ de: 'Lang' });
  expect(record).toEqual(kept);
});
