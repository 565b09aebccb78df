import { lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { byName, byTime, type Candidate, markersOf } from './scan.ts';
import type { FileRead, Share } from './settings.ts';
import { inFolder, type TakenFile, unlessGone } from './taken.ts';

/** Where the files of one source interface are on their way. */
export interface Folders {
  arrival: string;
  /** Files that are being read. Named after the interface: two interfaces never share it. */
  work: string;
  archive: string;
  error: string;
  /** Is there whenever the folders are those of the share, and not what lies under it while it is not mounted. */
  marker: string;
}

export function foldersOf(
  { folder: root, marker = '' }: Share,
  read: FileRead,
  interfaceId: string,
): Folders {
  const arrival = resolve(root, read.folder ?? '.');
  return {
    arrival,
    work: join(arrival, '.lineshaft', interfaceId.replace(/[^A-Za-z0-9_-]/g, '~')),
    archive: resolve(arrival, read.archive ?? 'archive'),
    error: resolve(arrival, read.error ?? 'error'),
    marker: join(root, marker),
  };
}

/**
 * Moves a file to where only this source reads: of several readers one gets it, the others `gone`. `busy` while an
 * earlier file of the same name is not cleared away.
 */
export async function take(folders: Folders, candidate: Candidate): Promise<TakenFile | 'gone' | 'busy'> {
  const file = inFolder(folders.work, candidate);
  await mkdir(folders.work, { recursive: true });
  if (await lstat(file.path).catch(unlessGone)) return 'busy';
  const moved = await rename(join(folders.arrival, candidate.name), file.path).then(() => true, unlessGone);
  if (!moved) return 'gone';
  if (candidate.marker !== undefined) await rm(join(folders.arrival, candidate.marker), { force: true });
  return file;
}

/**
 * Files that another run took and did not finish: one before this one, or a hub that slept and took them when it woke up, no longer allowed to.
 * A marker left from them would open the way to others. `mine`: what this run took; forgets what is cleared away.
 */
export async function leftovers(
  { arrival, work }: Folders,
  { order, ready }: FileRead,
  mine: Set<string>,
): Promise<TakenFile[]> {
  const names = (await readdir(work).catch(unlessGone)) ?? [];
  for (const name of mine) if (!names.includes(name)) mine.delete(name);
  const files: TakenFile[] = [];
  for (const name of names) {
    if (mine.has(name)) continue;
    const stats = await lstat(join(work, name)).catch(unlessGone);
    if (!stats?.isFile()) continue;
    files.push(inFolder(work, { name, size: stats.size, modified: stats.mtime }));
    const isBack = await lstat(join(arrival, name)).catch(unlessGone);
    if (ready === undefined || isBack) continue;
    for (const marker of markersOf(name, ready)) await rm(join(arrival, marker), { force: true });
  }
  return files.sort(order === 'time' ? byTime : byName);
}
