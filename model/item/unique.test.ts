import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/vocabulary/json.ts';
import { uniqueVat } from '../rules/uniqueVat.ts';
import { unique } from './unique.ts';

const values = (id: string, record: JsonObject) =>
  [...unique, uniqueVat]
    .find((rule) => rule.id === id)!
    .claims(record)
    .map(({ value }) => value);

test('a number is taken while its item is not obsolete', () => {
  expect(values('IT-01', { number: '4711' })).toEqual(['4711']);
  expect(values('IT-01', { number: '4711', status: 'obsolete' })).toEqual([]);
});

test('GTINs of an item and of its units are taken, also when it is obsolete, with zeros in front or without', () => {
  const record = {
    status: 'obsolete',
    identifiers: [
      { scheme: 'gtin', value: '96385074' },
      { scheme: 'mpn', value: '4006381333931' },
    ],
    units: [{ unit: 'XCT', gtin: '4006381333931' }],
  };
  expect(values('IT-02', record)).toEqual(['00000096385074', '04006381333931']);
});

test('descriptions of active items are the same in one language whatever the case and the spaces', () => {
  const names = { en: 'Pump  housing', de: 'Pumpe' };
  expect(values('IT-14', { status: 'active', names })).toEqual(['en pump housing', 'de pumpe']);
  expect(values('IT-14', { status: 'phaseOut', names })).toEqual([]);
});

test('a VAT number is taken by an active party in the country of its legal address', () => {
  const identifiers = [{ scheme: 'vat', value: 'de 136.695.976' }];
  const addresses = [
    { country: 'US', uses: [] },
    { country: 'DE', uses: ['legal'] },
  ];
  expect(values('PA-08', { status: 'active', identifiers, addresses })).toEqual(['DE DE136695976']);
  expect(values('PA-08', { status: 'blocked', identifiers, addresses })).toEqual([]);
});
