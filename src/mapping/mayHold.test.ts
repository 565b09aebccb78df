import { expect, test } from 'vitest';
import { mayHaveSome, mayHold } from './mayHold.ts';

const KNOWN = { verb: 'enter', settings: { isOn: false } };

const CAN = [
  "verb = 'enter'",
  "verb in ['amend', 'enter']",
  "verb in 'enter'",
  "verb != 'report'",
  "$not(verb = 'report')",
  "verb = 'enter' and data.company = 'de01'",
  "verb = 'report' or $exists(data.company)",
  "(verb = 'enter')",
  'verb in data.verbs',
  "verb in ['report', data.verb]",
  "$contains(verb, 'report')",
  "data.(verb = 'report')",
  "data[verb = 'report']",
  "$lowercase(verb) = 'report'",
  "verb = 'report' ? false : true",
  "$exists(data) ? verb = 'report' : false",
  'settings.other',
  'true',
];

const CANNOT = [
  "verb = 'report'",
  "verb in ['amend', 'withdraw']",
  "verb in 'report'",
  "verb != 'enter'",
  "$not(verb in ['enter'])",
  "verb = 'report' and data.company = 'de01'",
  "data.company = 'de01' and verb = 'report'",
  "verb = 'report' or verb = 'amend'",
  'verb = 1',
  'verb',
  'false',
];

test.each(CAN)('the command `enter` can be taken where `%s`', (where) => {
  expect(mayHold(where, KNOWN)).toBe(true);
});

test.each(CANNOT)('the command `enter` cannot be taken where `%s`', (where) => {
  expect(mayHold(where, KNOWN)).toBe(false);
});

test('a list is empty where what is known makes it so', () => {
  const lists = ['settings.isOn ? [1] : []', 'settings.isOn ? [] : [1]', 'context.orders', '[]'];
  expect(lists.map((list) => mayHaveSome(list, KNOWN))).toEqual([false, true, true, false]);
});
