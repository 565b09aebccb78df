import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Problem, problem } from '../vocabulary/problem.ts';
import { compileAll, type MappingModel } from './compile.ts';
import type { Mapping } from './mapping.ts';

export interface LoadedMappings {
  /** By absolute path. */
  mappings: ReadonlyMap<string, Mapping>;
  /** Of all files, not of the first only. */
  problems: readonly Problem[];
}

const longestMapping = 1_000_000;

/** Reads and compiles each file once, however many interfaces name it. */
export async function loadMappings(
  files: Iterable<string>,
  model: MappingModel,
  folder: string,
): Promise<LoadedMappings> {
  const mappings = new Map<string, Mapping>();
  const problems: Problem[] = [];
  for (const file of new Set(files)) {
    const loaded = await loadMapping(file, model, folder);
    if (Array.isArray(loaded)) problems.push(...loaded);
    else mappings.set(file, loaded);
  }
  return { mappings, problems };
}

async function loadMapping(file: string, model: MappingModel, folder: string): Promise<Mapping | Problem[]> {
  const shown = path.relative(folder, file);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => error);
  if (typeof text !== 'string') {
    const detail =
      text.code === 'ENOENT' ? 'there is no such mapping' : `the mapping cannot be read: ${text.message}`;
    return [problem('landscape-invalid', 'landscape', detail, { file: shown })];
  }
  if (text.length > longestMapping) {
    return [problem('landscape-invalid', 'landscape', 'the mapping is longer than 1 MB', { file: shown })];
  }
  return compileAll(file, text.replace(/^\uFEFF/, ''), model, folder);
}
