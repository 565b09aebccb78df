import { expect, test } from 'vitest';
import { isKey } from '../vocabulary/keys.ts';
import { entityOf } from './ruleTable.testing.ts';

const item = { item: 'itm_01JN7Q00000000000000000000' };

test('a document key is made of system and number, the number escaped', () => {
  const order = entityOf('salesOrder');
  expect(order.deriveKey({ system: 'crm', number: 'S/1 ü' })).toBe('so~crm~S_2f1_20_c3bc');
  expect(order.deriveKey({ system: 'crm', number: ' 4711 ' })).toBe('so~crm~4711');
});

test('a canonical part of a key stays as it is, a missing one takes its stand-in', () => {
  const bom = entityOf('bom');
  const parts = { item, use: 'production', alternative: '1', revision: 'B' };
  expect(bom.deriveKey(parts)).toBe('bom~itm_01JN7Q00000000000000000000~ALL~production~1~B');
  expect(bom.deriveKey({ ...parts, site: 'gdansk' })).toContain('~gdansk~');
});

test('a position is told apart by place, lot, state and owner', () => {
  const position = entityOf('inventoryPosition');
  const parts = { item, site: 'detroit', stockStatus: 'unrestricted', ownership: 'own' };
  expect(position.deriveKey(parts)).toBe('ivp~itm_01JN7Q00000000000000000000~detroit~-~-~unrestricted~own~-');
  expect(position.deriveKey({ ...parts, location: '0001', lot: { lot: 'L 7' } })).toContain('~0001~L_207~');
});

test('a key with a part missing or with control characters is not made', () => {
  const order = entityOf('salesOrder');
  expect(order.deriveKey({ system: 'crm' })).toBeUndefined();
  expect(order.deriveKey({ system: 'crm', number: '' })).toBeUndefined();
  expect(order.deriveKey({ system: 'crm', number: 'A\u0000B' })).toBeUndefined();
});

test('a key that is too long is made and is no key', () => {
  const key = entityOf('salesOrder').deriveKey({ system: 'crm', number: '9'.repeat(10_000) });
  expect(isKey(key)).toBe(false);
});

test('minted entities derive no key', () => {
  expect(['item', 'supplier', 'customer'].map((name) => entityOf(name).deriveKey({ number: '1' }))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(['item', 'supplier', 'customer'].map((name) => entityOf(name).mint)).toEqual(['itm', 'sup', 'cus']);
});

test('order holds within item and site for stock, and within the order for confirmations', () => {
  const stock = `${item.item}~detroit`;
  expect(entityOf('inventoryMovement').partitionKey('f', { item, site: 'detroit' })).toBe(stock);
  expect(entityOf('inventoryPosition').partitionKey('ivp~x', { item, site: 'detroit' })).toBe(stock);
  const confirmation = entityOf('productionConfirmation');
  expect(confirmation.partitionKey('f', { order: { system: 'na-erp', number: '77' } })).toBe('pro~na-erp~77');
  expect(confirmation.partitionKey('f', { order: { key: 'pro~na-erp~77', number: '77' } })).toBe(
    'pro~na-erp~77',
  );
  expect(entityOf('salesOrder').partitionKey('so~crm~1', {})).toBe('so~crm~1');
});

test('quality events of one lot stay in order, else those of one item and site', () => {
  const event = entityOf('qualityEvent');
  const subject = { item, lot: { lot: 'L77' } };
  expect(event.partitionKey('f', { subject, site: 'detroit' })).toBe(`${item.item}~L77`);
  expect(event.partitionKey('f', { subject: { item }, site: 'detroit' })).toBe(`${item.item}~detroit`);
});
