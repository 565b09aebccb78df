import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { nearest } from '../vocabulary/nearest.ts';
import { type Problem, problem } from '../vocabulary/problem.ts';

/** A file of the landscape that says by itself what it is for, as text. */
export interface TextFile {
  /** Relative to the landscape folder, with `/`. */
  file: string;
  text: string;
}

export interface Folder {
  /** Absolute, links resolved. */
  root: string;
  enterprise?: TextFile;
  systems: TextFile[];
  codes: TextFile[];
  quality: TextFile[];
  processes: TextFile[];
  problems: Problem[];
}

/** No file of a landscape is larger; one that is was put there by mistake, or by someone who means harm. */
const maxBytes = 1024 ** 2;

/**
 * Reads `enterprise.yaml`, `systems/*.yaml`, `codes/*.yaml`, `quality/*.yaml`, `processes/*.yaml` and `processes/*.ts` (also one folder deeper; not `*.test.yaml`,
 * nor the earlier version of a process, `*.v1.yaml`).
 * A file that lies outside the folder, by a link or by its path, is refused.
 */
export async function readFolder(folder: string): Promise<Folder> {
  const root = await realpath(resolve(folder)).catch(() => undefined);
  const empty = { systems: [], codes: [], quality: [], processes: [] };
  if (root === undefined || !(await stat(root)).isDirectory()) {
    const detail = `There is no folder ${folder}`;
    const advice = '`lineshaft init <folder>` writes a small landscape to start from.';
    return { root: resolve(folder), ...empty, problems: [refused('.', detail, advice)] };
  }
  const problems: Problem[] = [];
  const read = (files: string[]) => readAll(root, files, problems);
  const [enterprise] = await read(await enterpriseFile(root, problems));
  const systems = await read(await filesBelow(root, 'systems', 1, YAML));
  const codes = await read(await filesBelow(root, 'codes', 1, YAML));
  const quality = await read(await filesBelow(root, 'quality', 1, YAML));
  const processes = await read(await filesBelow(root, 'processes', 1, /(?<!\.v\d+)\.(?:ya?ml|ts)$/));
  return { root, ...(enterprise && { enterprise }), systems, codes, quality, processes, problems };
}

const YAML = /\.ya?ml$/;

/** The absolute path of a file that a setting names, or why it cannot be used. */
export async function findFile(
  root: string,
  from: string,
  path: string,
): Promise<{ path: string } | { reason: string; advice: string }> {
  const wanted = resolve(from, path);
  if (!isInside(root, wanted)) return outside(path);
  const real = await realpath(wanted).catch(() => undefined);
  if (real === undefined) return { reason: `There is no file \`${path}\``, advice: await hint(wanted, path) };
  if (!isInside(root, real)) return outside(path);
  const found = await stat(real);
  if (!found.isFile()) return { reason: `\`${path}\` is not a file`, advice: 'Name a file.' };
  if (found.size > maxBytes) return { reason: `\`${path}\` is larger than 1 MB`, advice: 'Make it smaller.' };
  return { path: wanted };
}

function outside(path: string) {
  return {
    reason: `\`${path}\` lies outside the landscape folder`,
    advice: 'Keep every file of the landscape inside it.',
  };
}

async function hint(wanted: string, path: string): Promise<string> {
  const names = await readdir(join(wanted, '..')).catch(() => []);
  const meant = nearest(wanted.slice(wanted.lastIndexOf(sep) + 1), names);
  return meant === undefined
    ? `Write the file, relative to this one, or correct the path ${path}.`
    : `Did you mean \`${meant}\`?`;
}

async function enterpriseFile(root: string, problems: Problem[]): Promise<string[]> {
  const names = await readdir(root);
  if (names.includes('enterprise.yaml')) return ['enterprise.yaml'];
  const meant = nearest('enterprise.yaml', names);
  const advice =
    meant === undefined
      ? '`lineshaft init <folder>` writes a small landscape to start from.'
      : `Rename \`${meant}\`.`;
  problems.push(refused('enterprise.yaml', 'There is no enterprise.yaml in this folder', advice));
  return [];
}

async function filesBelow(root: string, folder: string, deeper: number, names: RegExp): Promise<string[]> {
  const entries = await readdir(join(root, folder)).catch(() => []);
  const files: string[] = [];
  for (const name of entries.sort()) {
    const path = `${folder}/${name}`;
    const isFolder = (await stat(join(root, path)).catch(() => undefined))?.isDirectory() ?? false;
    if (isFolder && deeper > 0) files.push(...(await filesBelow(root, path, deeper - 1, names)));
    else if (!isFolder && names.test(name) && !/\.(?:test|d)\.\w+$/.test(name)) files.push(path);
  }
  return files;
}

async function readAll(root: string, files: string[], problems: Problem[]): Promise<TextFile[]> {
  const texts: TextFile[] = [];
  for (const file of files) {
    const found = await findFile(root, root, file);
    if ('reason' in found) {
      problems.push(refused(file, found.reason, found.advice));
      continue;
    }
    const bytes = await readFile(found.path);
    const text = decode(bytes);
    if (text === undefined) problems.push(refused(file, 'This file is not UTF-8 text', 'Save it as UTF-8.'));
    else texts.push({ file, text });
  }
  return texts;
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function refused(file: string, detail: string, advice: string): Problem {
  return problem('landscape-invalid', 'landscape', detail, { file, line: 1, column: 1, advice });
}
