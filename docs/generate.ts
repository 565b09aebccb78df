import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generators } from './generators.ts';

const repository = resolve(fileURLToPath(import.meta.url), '../..');

/** Writes every generated file; with `--check` writes none and names those that are not what they should be. */
async function generate(isCheck: boolean): Promise<number> {
  const drifted: string[] = [];
  for (const generator of generators) {
    for (const [path, content] of await generator()) {
      const file = join(repository, path);
      if ((await readFile(file, 'utf8').catch(() => undefined)) === content) continue;
      drifted.push(path);
      if (!isCheck) await write(file, content);
    }
  }
  for (const path of drifted) console.log(`${isCheck ? 'out of date' : 'written'}: ${path}`);
  if (isCheck && drifted.length > 0) console.error('Run `npm run docs` and commit what it writes.');
  return isCheck ? drifted.length : 0;
}

async function write(file: string, content: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}

process.exitCode = (await generate(process.argv.includes('--check'))) > 0 ? 1 : 0;
