import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/process.ts';
import { buildConsole } from './consoleBuild.ts';

test('a console is built when its sources changed since; one that cannot be built leaves the last one', async () => {
  const root = await temporaryFolder('console-build');
  const home = path.join(root, 'console');
  await mkdir(home);
  const say = (code: string) => writeFile(path.join(home, 'main.js'), code);
  await writeFile(path.join(root, 'package-lock.json'), '{}');
  await writeFile(path.join(home, 'index.html'), '<script type="module" src="./main.js"></script>');
  await say('document.title = "first";');
  expect(await buildConsole(home)).toEqual({ outcome: 'built' });
  expect(await builtIn(home)).toContain('first');
  expect(await buildConsole(home)).toEqual({ outcome: 'fresh' });
  await say('document.title = "second";');
  expect(await buildConsole(home)).toEqual({ outcome: 'built' });
  expect(await builtIn(home)).toContain('second');
  await say('document.title = ;');
  expect(await buildConsole(home)).toMatchObject({
    outcome: 'failed',
    said: expect.stringContaining('main.js'),
  });
  expect(await builtIn(home)).toContain('second');
});

async function builtIn(home: string): Promise<string> {
  const assets = path.join(home, 'dist/assets');
  const [script] = (await readdir(assets)).filter((name) => name.endsWith('.js'));
  return readFile(path.join(assets, script!), 'utf8');
}
