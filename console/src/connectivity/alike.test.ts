import { expect, test } from 'vitest';
import { alike } from './alike.ts';
import { sayWhere } from './sayWhere.ts';

test('changes of which the same is said are told once, with the names of all', () => {
  const rules = ['its connectivity rules changed'];
  expect(
    alike([
      { name: 'crm/orders', change: 'changed', words: rules },
      { name: 'erp/items', change: 'added', words: rules },
      { name: 'erp/orders', change: 'changed', words: rules },
      { name: 'mes/orders', change: 'changed', words: [...rules, 'its mapping changed'] },
    ]).map(({ names }) => names),
  ).toEqual([['crm/orders', 'erp/orders'], ['erp/items'], ['mes/orders']]);
});

test('where a rule holds is told by the names of the sites', () => {
  expect(sayWhere('in pumps at chicago-hq, columbus')).toBe('in pumps at Chicago HQ, Columbus');
  expect(sayWhere('everywhere else')).toBe('everywhere else');
});
