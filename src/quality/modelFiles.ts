import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { MatchingDefinition } from '../vocabulary/matching.ts';
import type { CodeListFile } from './codeLists.ts';
import type { LaterRule, Rule } from './rule.ts';
import type { EntitySchema, TypesSchema } from './schema.ts';
import type { UniqueRule } from './uniqueRule.ts';

export interface EntityFiles {
  name: string;
  schema: EntitySchema;
  /** Rules that need one record alone. */
  rules: readonly Rule[];
  /** Rules about what only one record may have. */
  unique: readonly UniqueRule[];
  /** Rules of the model that need other records and are not checked yet. */
  later: readonly LaterRule[];
  matching?: MatchingDefinition;
}

/** The folder `model/` as it is written. */
export interface ModelFiles {
  types: TypesSchema;
  codes: CodeListFile[];
  entities: EntityFiles[];
}

const notEntities = new Set(['types', 'codes', 'rules']);

/** Reads `model/`: `types/schema.json`, `codes/*.json`, and per entity `schema.json`, `rules.ts` and, of what is matched, `matching.json`. Throws on a defect of it. */
export async function readModelFiles(folder: string): Promise<ModelFiles> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((e) => e.isDirectory() && !notEntities.has(e.name)).map((e) => e.name);
  const codes = (await readdir(join(folder, 'codes'))).filter((file) => file.endsWith('.json'));
  return {
    types: (await readJson(join(folder, 'types', 'schema.json'))) as TypesSchema,
    codes: (await Promise.all(
      codes.sort().map((file) => readJson(join(folder, 'codes', file))),
    )) as CodeListFile[],
    entities: await Promise.all(names.sort().map((name) => readEntity(folder, name))),
  };
}

async function readEntity(folder: string, name: string): Promise<EntityFiles> {
  const schema = (await readJson(join(folder, name, 'schema.json'))) as EntitySchema;
  const module = await import(pathToFileURL(join(folder, name, 'rules.ts')).href);
  const files = await readdir(join(folder, name));
  const matching = files.includes('matching.json')
    ? ((await readJson(join(folder, name, 'matching.json'))) as MatchingDefinition)
    : undefined;
  const { rules, unique = [], later } = module;
  return { name, schema, rules, unique, later, ...(matching && { matching }) };
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'));
}
