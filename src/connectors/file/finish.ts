import { constants } from 'node:fs';
import { access, copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import type { Folders } from './folders.ts';
import { type Reading, unlessGone } from './taken.ts';

/**
 * Clears a file away whose records are all durable: a copy and the reasons go to the error folder when records could
 * not be decoded; the file goes to the archive. Doing it again does no harm.
 */
export async function finish(reading: Reading, folders: Folders): Promise<void> {
  const { file, failures } = reading;
  if (failures.length > 0) await report(reading, folders.error);
  await mkdir(folders.archive, { recursive: true });
  const target = await freeName(folders.archive, file.name, reading.hash);
  await move(file.path, target);
}

async function report({ file, hash, failures }: Reading, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const copy = await freeName(folder, file.name, hash);
  await copyFile(file.path, copy).catch(unlessGone);
  await writeFile(
    `${copy}.problems.json`,
    `${JSON.stringify({ file: file.name, problems: failures }, null, 2)}\n`,
  );
}

/** A file of the same name is kept: the newer one gets its digest into the name. */
async function freeName(folder: string, name: string, hash: string): Promise<string> {
  const plain = join(folder, name);
  const isTaken = await access(plain, constants.F_OK).then(() => true, unlessGone);
  if (!isTaken) return plain;
  const { name: stem, ext } = parse(name);
  return join(folder, `${stem}.${hash}${ext}`);
}

async function move(from: string, to: string): Promise<void> {
  await rename(from, to).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EXDEV') return unlessGone(error);
    const part = join(dirname(to), `.${parse(to).base}.tmp`);
    await copyFile(from, part);
    await rename(part, to);
    await rm(from);
  });
}
