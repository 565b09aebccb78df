import { expect, test } from 'vitest';
import { dependencies, inFolder, sound } from './landscape.fixture.ts';
import { readLandscape } from './read.ts';

const compile = (files: Record<string, string> = {}) =>
  inFolder({ ...sound, ...files }, (folder) => readLandscape(folder, dependencies));

test("the system's own translation comes first, then the shipped alias, then the canonical value itself", async () => {
  const { codes } = (await compile()).landscape!;
  expect(codes.toCanonical('unit', 'na-erp', 'STK')).toBe('EA');
  expect(codes.toCanonical('unit', 'na-erp', 'C62')).toBe('EA');
  expect(codes.toCanonical('unit', 'na-erp', 'MTR')).toBe('MTR');
  expect(codes.toCanonical('unit', 'na-erp', 'stk')).toBeUndefined();
  expect(codes.toCanonical('unit', 'wms', 'STK')).toBeUndefined();
  expect(codes.toCanonical('nothing', 'na-erp', 'STK')).toBeUndefined();
});

test('of several local values the first one declared goes out', async () => {
  const { codes } = (await compile()).landscape!;
  expect(codes.toLocal('unit', 'na-erp', 'EA')).toBe('STK');
  expect(codes.toLocal('unit', 'na-erp', 'MTR')).toBe('MTR');
  expect(codes.toLocal('unit', 'wms', 'EA')).toBe('EA');
  expect(codes.toLocal('unit', 'na-erp', 'STK')).toBeUndefined();
});

test('local values of digits keep their zeros and their order', async () => {
  const values = 'values: { 02: rawMaterial, 10: finishedGood, 9: finishedGood }\n';
  const { landscape, problems } = await compile({
    'codes/types.yaml': `list: itemType\nsystem: na-erp\n${values}`,
  });
  expect(problems).toEqual([]);
  expect(landscape!.codes.toCanonical('itemType', 'na-erp', '02')).toBe('rawMaterial');
  expect(landscape!.codes.toLocal('itemType', 'na-erp', 'finishedGood')).toBe('10');
});

test('an open list takes a new value, but not a slip of a known one; a closed list takes neither', async () => {
  const file = (list: string, value: string) => ({
    'codes/x.yaml': `list: ${list}\nsystem: wms\nvalues: { A: ${value} }\n`,
  });
  expect((await compile(file('itemType', 'giftWrapping'))).problems).toEqual([]);
  expect((await compile(file('itemType', 'finishedGod'))).problems).toMatchObject([{ line: 3, column: 14 }]);
  expect((await compile(file('procurement', 'giftWrapping'))).problems).toMatchObject([
    { line: 3, column: 14 },
  ]);
});

test('a local value translated in two files is told at the second', async () => {
  const { problems } = await compile({
    'codes/zz.yaml': 'list: unit\nsystem: na-erp\nvalues: { ST: MTR }\n',
  });
  expect(problems).toMatchObject([
    {
      file: 'codes/zz.yaml',
      line: 3,
      column: 11,
      detail: '`ST` is translated to `EA` in codes/na-erp.unit.yaml already',
    },
  ]);
});

test("a list of the enterprise's own carries its name and takes any value", async () => {
  const file = (list: string) => ({ 'codes/x.yaml': `list: ${list}\nsystem: wms\nvalues: { R: red }\n` });
  const { landscape, problems } = await compile(file('northfield.colour'));
  expect(problems).toEqual([]);
  expect(landscape!.codes.toCanonical('northfield.colour', 'wms', 'R')).toBe('red');
  expect(landscape!.codes.toCanonical('northfield.colour', 'na-erp', 'red')).toBe('red');
  expect((await compile(file('colour'))).problems).toMatchObject([{ line: 1, column: 7 }]);
});
