import { access, constants, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { parseDocument } from 'yaml';
import { isObject } from '../vocabulary/json.ts';
import type { Problem } from '../vocabulary/problem.ts';
import { compileCodes } from './codes.ts';
import type { LandscapeDependencies } from './dependencies.ts';
import { readFolder, type TextFile } from './folder.ts';
import type { CodeAddition } from './landscape.ts';
import type { Substitutions } from './substitute.ts';
import { readYaml } from './yaml.ts';

/** A code file with one translation more. */
export interface CodeChange {
  /** Relative to the landscape's folder. */
  file: string;
  after: string;
  /** Unified, to be applied or committed in the landscape's folder. */
  diff: string;
}

/** Adds a translation to the file of its list and system, or to a new one; comments and order stay. What does not fit is told as `check` would. */
export async function completeCodeFile(
  folder: string,
  addition: CodeAddition,
  systems: ReadonlySet<string>,
  { model }: Pick<LandscapeDependencies, 'model'>,
): Promise<CodeChange | Problem> {
  const { list, system, value, canonical } = addition;
  const files = (await readFolder(folder)).codes;
  const before = files.find((file) => isFor(file, addition));
  const file = before?.file ?? `codes/${system}.${list}.yaml`;
  const document = parseDocument(before?.text ?? `list: ${list}\nsystem: ${system}\nvalues: {}\n`, {
    stringKeys: true,
  });
  document.setIn(['values', value], canonical);
  if (!before) (document.get('values') as { flow?: boolean }).flow = false;
  const after = document.toString({ lineWidth: 0 });
  const problems: Problem[] = [];
  compileCodes(readYaml(file, after, NOTHING), model.codeLists, systems, problems);
  if (problems.length > 0) return problems[0]!;
  const [from, to] = [before ? `a/${file}` : '/dev/null', `b/${file}`];
  const diff = createTwoFilesPatch(from, to, before?.text ?? '', after, undefined, undefined, { context: 3 });
  return { file, after, diff: diff.slice(diff.indexOf('---')) };
}

/** Whether the files of the landscape, as they are now, hold a translation. */
export async function readDeclared(folder: string): Promise<(addition: CodeAddition) => boolean> {
  const { codes } = await readFolder(folder);
  const values = codes.map(({ file, text }) => readYaml(file, text, NOTHING).value);
  return ({ list, system, value, canonical }) =>
    values.some(
      (each) =>
        isObject(each) &&
        each['list'] === list &&
        each['system'] === system &&
        isObject(each['values']) &&
        each['values'][value] === canonical,
    );
}

function isFor({ file, text }: TextFile, { list, system }: CodeAddition): boolean {
  const { value } = readYaml(file, text, NOTHING);
  return isObject(value) && value['list'] === list && value['system'] === system;
}

/** Code files hold no secrets: a variable in one stays as it is written. */
const NOTHING: Substitutions = { variable: () => undefined, file: () => ({ reason: 'it is not read here' }) };

/** Why the file cannot be written here; undefined: it was. The file is there whole or as it was. */
export async function writeCodeFile(
  folder: string,
  { file, after }: CodeChange,
): Promise<string | undefined> {
  const target = path.join(folder, file);
  const fresh = `${target}.${process.pid}.new`;
  try {
    await mkdir(path.dirname(target), { recursive: true });
    await access(path.dirname(target), constants.W_OK);
    await writeFile(fresh, after);
    await rename(fresh, target);
    return undefined;
  } catch (error) {
    await rm(fresh, { force: true });
    return (error as NodeJS.ErrnoException).code ?? (error as Error).message;
  }
}
