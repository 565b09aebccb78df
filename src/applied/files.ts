import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The files of a landscape that count, by their path below its folder, with `/`. */
export type LandscapeFiles = Record<string, string>;

/** Reads the files that `readLandscape` says it used. */
export async function readFiles(folder: string, names: readonly string[]): Promise<LandscapeFiles> {
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')));
  return Object.fromEntries(names.map((name, i) => [name, texts[i]!]));
}

/** The same for the same files, whoever reads them. */
export function hashOf(files: LandscapeFiles): string {
  const sorted = Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 32);
}

/** Writes the files into a folder of their own below `under`, whole or not at all; what is there already is taken as it is. */
export async function writeFiles(under: string, files: LandscapeFiles): Promise<string> {
  const folder = path.join(under, hashOf(files));
  if (await isThere(folder)) return folder;
  const making = `${folder}.${randomUUID()}`;
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(making, name);
    if (!file.startsWith(making + path.sep)) throw new Error(`not a file of a landscape: ${name}`);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  await rename(making, folder).catch(async (error) => {
    await rm(making, { recursive: true, force: true });
    if (!(await isThere(folder))) throw error;
  });
  return folder;
}

function isThere(folder: string): Promise<boolean> {
  return stat(folder).then(
    () => true,
    () => false,
  );
}
