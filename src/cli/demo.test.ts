import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryFolder, until } from '../../test/process.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A scenario that runs nothing and notes how it fares. */
const scenario = `
import { writeFileSync } from 'node:fs';
const note = (name, text) => writeFileSync(new URL(name, import.meta.url), text);
export const start = async () => {
  note('pid', String(process.pid));
  const running = setInterval(() => {}, 1000);
  return { controls: {}, stop: async () => { clearInterval(running); note('stopped', ''); } };
};
`;

test('who ends `npm start` by its npm alone, as a supervisor does, stops the scenario in peace', async () => {
  const folder = await temporaryFolder('npm');
  const { scripts } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const script = scripts.start
    .replace('bin/', path.join(root, 'bin/'))
    .replace('examples/five-sites', path.join(folder, 'scenario'));
  await mkdir(path.join(folder, 'scenario'));
  await writeFile(path.join(folder, 'scenario', 'start.ts'), scenario);
  await writeFile(
    path.join(folder, 'package.json'),
    JSON.stringify({ name: 'scenario', type: 'module', scripts: { start: script } }),
  );
  const npm = spawn('npm', ['start'], { cwd: folder, stdio: 'ignore', env: withoutNpm(folder) });
  const ended = once(npm, 'exit');
  const pid = path.join(folder, 'scenario', 'pid');
  await until(async () => existsSync(pid) && (await readFile(pid, 'utf8')) !== '');
  npm.kill('SIGTERM');
  await ended;
  await until(async () => existsSync(path.join(folder, 'scenario', 'stopped')));
  expect(Number(await readFile(pid, 'utf8'))).not.toBe(npm.pid);
});

/** What an npm around this test told its own scripts is not for the one inside. */
function withoutNpm(folder: string): NodeJS.ProcessEnv {
  const rest = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
  return { ...Object.fromEntries(rest), LINESHAFT_DATA: path.join(folder, '.lineshaft') };
}
