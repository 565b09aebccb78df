import { describe, expect, test } from 'vitest';
import { nameWords, streetWords, wordsOf } from './normalise.ts';
import { isOneEdit, likeness } from './similarity.ts';

describe('the words of a description', () => {
  test.each([
    ['Hex bolt M8 × 2.5 cm', 'bolt HEX, M 8x25mm', true],
    ['Seal ring 1.5"', 'SEAL RING 38.1 mm', true],
    ['Gehäuse, groß', 'GEHAUSE GROSS', true],
    ['Frame 38', 'Frame 42', false],
  ])('%s and %s: the same, %s', (a, b, same) => {
    const words = (text: string) =>
      wordsOf(text)
        .filter((word) => word !== 'x')
        .toSorted();
    if (same) expect(words(a)).toEqual(words(b));
    else expect(words(a)).not.toEqual(words(b));
  });
});

describe('likeness', () => {
  const like = (a: string, b: string) => likeness(wordsOf(a), wordsOf(b));

  test('the order of words says nothing', () => {
    expect(like('Frame black road', 'ROAD FRAME, BLACK')).toBe(1);
  });
  test('an abbreviation and a slip of the keys cost little', () => {
    expect(like('Mountain frame silver', 'Mount frmae silver')).toBeGreaterThan(0.85);
  });
  test('a word without its vowels is still the word', () => {
    expect(like('Mountain frame black', 'MTN FRM BLK')).toBeGreaterThan(0.75);
    expect(like('Mountain', 'Road')).toBe(0);
  });
  test('another size is another thing, however like the rest', () => {
    expect(like('Mountain frame silver, 38', 'Mountain frame silver, 42')).toBeLessThan(0.5);
  });
  test('nothing is like nothing', () => {
    expect(like('', '')).toBe(0);
  });
});

test.each([
  ['4711', '4712', true],
  ['4711', '471', true],
  ['4711', '47111', true],
  ['4711', '7411', true],
  ['4711', '4711', false],
  ['4711', '1147', false],
  ['4711', '47', false],
])('%s and %s are one edit apart: %s', (a, b, is) => {
  expect(isOneEdit(a, b)).toBe(is);
});

test('the legal form is no part of a name, nor the word for a street of an address', () => {
  expect(nameWords('Müller & Söhne GmbH & Co. KG')).toEqual(nameWords('MUELLER SOHNE'.replace('UE', 'U')));
  expect(nameWords('Co. Ltd.')).not.toEqual([]);
  expect(streetWords('Hauptstraße 5')).toEqual(streetWords('Hauptstr. 5'));
});
