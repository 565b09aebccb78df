import { fileURLToPath } from 'node:url';
import type { Model } from './checker.ts';
import { codeList } from './codeLists.ts';
import { entityModel } from './entityModel.ts';
import { type ModelFiles, readModelFiles } from './modelFiles.ts';
import { unitsOf } from './units.ts';

/** The canonical model that comes with Lineshaft. */
export const modelFolder = fileURLToPath(new URL('../../model', import.meta.url));

/** Reads and compiles the canonical model. Throws when a file of it is missing or defect. */
export async function loadModel(folder: string = modelFolder): Promise<Model> {
  return compileModel(await readModelFiles(folder));
}

/** Compiles the model from its files, without touching any. */
export function compileModel({ types, codes, entities }: ModelFiles): Model {
  const codeLists = new Map(codes.map((file) => [file.list, codeList(file)]));
  const unitFile = codes.find((file) => file.list === 'unit');
  if (unitFile === undefined) throw new Error('the model has no code list unit');
  const units = unitsOf(unitFile);
  return {
    entities: new Map(
      entities.map(({ name, schema, rules, unique, matching }) => [
        name,
        entityModel(schema, { types, codeLists, units, rules, unique, ...(matching && { matching }) }),
      ]),
    ),
    codeLists,
    units,
  };
}
