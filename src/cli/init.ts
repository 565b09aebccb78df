import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { connectors } from '../connectors/registry.ts';
import { formatSettings } from '../formats/registry.ts';
import { landscapeSchemas } from '../landscape/jsonSchemas.ts';
import { type Problem, problem } from '../vocabulary/problem.ts';
import { type Colors, colorsFor, count, type Output, printJson, printProblems } from './output.ts';

export type InitResult = { folder: string; files: string[] } | { folder: string; problem: Problem };

const template = fileURLToPath(new URL('./firstLandscape', import.meta.url));

/**
 * Writes a small working landscape into a folder that is new or empty (a `.git` does no harm): a source, a target,
 * mappings with tests, code lists, and the schemas that editors complete from.
 */
export async function initLandscape(folder: string): Promise<InitResult> {
  const root = resolve(folder);
  const there = await namesIn(root);
  if (there === 'not a folder') return { folder, problem: refused(`${folder} is not a folder`) };
  if (there.length > 0) return { folder, problem: refused(`${folder} is not empty: it holds ${there[0]}`) };
  const contents = new Map([...(await readTemplate()), ...editorSchemas()]);
  for (const [file, content] of contents) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), content, { flag: 'wx' });
  }
  return { folder, files: [...contents.keys()].sort() };
}

export function printInit(result: InitResult, output: Output, colors: Colors): void {
  if ('problem' in result) {
    printProblems(output, [result.problem], colors);
    return;
  }
  const { folder, files } = result;
  output.write(`${colors.green('✓')} ${count(files.length, 'file')} written to ${folder}\n\n`);
  for (const command of ['check', 'test', 'start']) output.write(`  lineshaft ${command} ${folder}\n`);
}

export function register(program: Command): void {
  program
    .command('init')
    .description('write a small working landscape with comments')
    .argument('[folder]', 'a folder that is new or empty', '.')
    .option('--json', 'print the result as JSON')
    .action(async (folder: string, options: { json?: boolean }) => {
      const result = await initLandscape(folder);
      if (options.json) printJson(process.stdout, result);
      else printInit(result, process.stdout, colorsFor(process.stdout, readConfig().environment));
      if ('problem' in result) process.exitCode = 1;
    });
}

async function namesIn(root: string): Promise<string[] | 'not a folder'> {
  try {
    return (await readdir(root)).filter((name) => name !== '.git');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? [] : 'not a folder';
  }
}

async function readTemplate(): Promise<[string, string][]> {
  const entries = await readdir(template, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (file) => [relative(template, file), await readFile(file, 'utf8')]));
}

function editorSchemas(): [string, string][] {
  const schemas = landscapeSchemas({ connectors, formatSettings });
  return [...schemas].map(([file, schema]) => [`.schema/${file}`, `${JSON.stringify(schema, null, 2)}\n`]);
}

function refused(detail: string): Problem {
  return problem('landscape-invalid', 'landscape', detail, { advice: 'Name a folder that is new or empty.' });
}
