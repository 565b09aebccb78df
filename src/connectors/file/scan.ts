import { lstat, readdir } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { matcher } from './pattern.ts';
import type { FileRead } from './settings.ts';

/** A file that waits to be read. */
export interface Candidate {
  name: string;
  size: number;
  modified: Date;
  /** The sender's marker that belongs to it. */
  marker?: string;
}

export interface Scanned {
  /** Whole, in the order in which they are to be read. */
  ready: Candidate[];
  /** Still being written, as far as one can tell. */
  unfinished: Candidate[];
  refused: { name: string; why: string }[];
}

/** Tells whole files from those that are still written. Knows them from one scan to the next. */
export type IsWhole = (file: Candidate, now: number) => boolean;

/** Programs that copy files give the unfinished ones names like these. */
const unfinishedName = /^[.~]|(\.(tmp|part|partial|filepart|crdownload|swp|lock)|~)$/i;
const controlCharacter = /[\u0000-\u001f\u007f-\u009f]/;

/** @throws when the folder cannot be read. */
export async function scan(folder: string, read: FileRead, isWhole: IsWhole, now: number): Promise<Scanned> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = new Set(entries.map((entry) => entry.name));
  const matches = matcher(read.pattern ?? '*');
  const isMarker = read.ready === undefined ? () => false : matcher(read.ready);
  const scanned: Scanned = { ready: [], unfinished: [], refused: [] };
  for (const entry of entries) {
    const { name } = entry;
    if (entry.isDirectory() || !matches(name) || unfinishedName.test(name) || isMarker(name)) continue;
    const file = await look(folder, name, read.ready, names);
    if (file === 'gone') continue;
    if (typeof file === 'object')
      (isReady(file, read, isWhole, now) ? scanned.ready : scanned.unfinished).push(file);
    else scanned.refused.push({ name, why: file });
  }
  scanned.ready.sort(read.order === 'time' ? byTime : byName);
  return scanned;
}

/** The file, or why it is refused. */
async function look(
  folder: string,
  name: string,
  ready: string | undefined,
  names: Set<string>,
): Promise<Candidate | 'gone' | string> {
  if (controlCharacter.test(name) || name.includes('\uFFFD'))
    return 'its name holds characters that no file name should';
  const stats = await lstat(join(folder, name)).catch(() => undefined);
  if (!stats) return 'gone';
  if (!stats.isFile()) return 'it is a link or a device, not a file';
  const file = { name, size: stats.size, modified: stats.mtime };
  const marker = ready && markersOf(name, ready).find((m) => names.has(m));
  return marker ? { ...file, marker } : file;
}

/** `x.csv.done` and `x.done` for `x.csv` and `*.done`. */
export function markersOf(name: string, ready: string): string[] {
  return [name, parse(name).name].map((stem) => ready.replace('*', () => stem));
}

function isReady(file: Candidate, read: FileRead, isWhole: IsWhole, now: number): boolean {
  return read.ready === undefined ? isWhole(file, now) : file.marker !== undefined;
}

export function byName(a: Candidate, b: Candidate): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

export function byTime(a: Candidate, b: Candidate): number {
  return a.modified.getTime() - b.modified.getTime() || byName(a, b);
}

/**
 * A file is whole when its size and time have stayed the same for `settle` milliseconds between two looks at it. The
 * hub's clock measures: that of a file server may be wrong.
 */
export function settling(settle: number): IsWhole {
  let known = new Map<string, { stamp: string; since: number }>();
  let next = new Map<string, { stamp: string; since: number }>();
  let scanTime = 0;
  return (file, now) => {
    if (now !== scanTime) [known, next, scanTime] = [next, new Map(), now];
    const stamp = stampOf(file);
    const before = known.get(file.name);
    const since = before?.stamp === stamp ? before.since : now;
    next.set(file.name, { stamp, since });
    return now - since >= settle;
  };
}

/** Changes whenever the file does. */
export function stampOf({ modified, size }: Pick<Candidate, 'modified' | 'size'>): string {
  return `${modified.getTime()}:${size}`;
}
