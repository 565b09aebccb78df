import { expect, test } from 'vitest';
import type { SeenValue } from '../landscape/flows/seen.ts';
import { dependencies, inFolder, sound } from '../landscape/landscape.fixture.ts';
import { checkLandscape, printCheck } from './check.ts';
import { colorsFor } from './output.ts';

async function printed(files: Record<string, string>, seen: SeenValue[] = []): Promise<string> {
  let text = '';
  const output = { write: (part: string) => (text += part) };
  const result = await inFolder(files, (folder) => checkLandscape(folder, dependencies, seen));
  printCheck({ ...result, folder: 'acme' }, output, colorsFor(output, {}));
  return text;
}

test('a landscape without a fault is summed up in one line', async () => {
  expect(await printed(sound)).toBe(
    '✓ acme is fine: 2 sites, 2 systems, 3 interfaces, 2 mappings, 1 code list\n',
  );
});

test('problems are listed by file and counted', async () => {
  const files = {
    ...sound,
    'systems/wms.yaml': sound['systems/wms.yaml']!.replace('site: columbus', 'site: colombus'),
    'codes/na-erp.unit.yaml': sound['codes/na-erp.unit.yaml']!.replace('KGM', 'KMG'),
  };
  expect(await printed(files)).toMatch(
    /^codes\/na-erp.unit.yaml:6:7 {2}.*KMG.*\n\nsystems\/wms.yaml:3:7 {2}There is no site `colombus` — Did you mean `columbus`\?.*\n\n2 problems in 2 files of acme\n$/,
  );
});

test('a value that messages wait for is told at the translations it belongs into, until they have it', async () => {
  const seen: SeenValue[] = [
    { list: 'unit', value: 'BX', system: 'na-erp', direction: 'in', count: 3 },
    { list: 'itemType', value: 'ZZ', system: 'wms', direction: 'in', count: 1 },
    { list: 'unit', value: 'STK', system: 'na-erp', direction: 'in', count: 1 },
  ];
  const text = await printed(sound, seen);
  expect(text).toMatch(
    /^codes\/na-erp.unit.yaml:3:1 {2}`BX` of na-erp has no translation .*: 3 messages wait/,
  );
  expect(text).toMatch(/\nsystems\/wms.yaml:1:1 {2}`ZZ` of wms has no translation .*: 1 message waits/);
  expect(text).toMatch(/2 problems in 2 files of acme\n$/);
  const mended = {
    ...sound,
    'codes/na-erp.unit.yaml': `${sound['codes/na-erp.unit.yaml']}  BX: XBX\n`,
  };
  expect(await printed(mended, seen.slice(0, 1))).toMatch(/^✓/);
});
