import { expect, test } from 'vitest';
import { dependencies, inFolder, sound } from '../landscape/landscape.fixture.ts';
import { checkLandscape, printCheck } from './check.ts';
import { colorsFor } from './output.ts';

async function printed(files: Record<string, string>): Promise<string> {
  let text = '';
  const output = { write: (part: string) => (text += part) };
  const result = await inFolder(files, (folder) => checkLandscape(folder, dependencies));
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
