import { codePage } from './codePage.ts';
import { entityPage } from './entityPage.ts';
import { modelFolder } from './loadModel.ts';
import { type ModelFiles, readModelFiles } from './modelFiles.ts';
import { typesPage } from './typesPage.ts';

const folder = 'docs/model';

/** The pages of the canonical model, by path in the repository. */
export async function modelDocs(): Promise<Map<string, string>> {
  return modelPages(await readModelFiles(modelFolder));
}

/** One page per entity, one for the shared types, one per code list, and what leads to them. */
export function modelPages(files: ModelFiles): Map<string, string> {
  return new Map([
    [`${folder}/README.md`, overview(files)],
    [`${folder}/types.md`, typesPage(files.types)],
    ...files.entities.map((entity): [string, string] => [`${folder}/${entity.name}.md`, entityPage(entity)]),
    ...files.codes.map((file): [string, string] => [`${folder}/codes/${file.list}.md`, codePage(file)]),
  ]);
}

function overview({ entities, codes }: ModelFiles): string {
  const rows = entities.map(
    ({ name, schema, rules, unique, later }) =>
      `| [${name}](${name}.md) | ${schema['x-kind']} | ${rules.length + unique.length} + ${later.length} | ${schema.description} |`,
  );
  const lists = codes.map(
    (file) =>
      `| [${file.list}](codes/${file.list}.md) | ${file.kind} | ${Object.keys(file.values).length} | ${file.description} |`,
  );
  return `<!-- Generated from model/ by \`npm run docs\`. -->
# The canonical model

What every system's data becomes inside the hub. Each entity is a folder in \`model/\`: JSON Schema with the meaning and standard
reference of each attribute, and its quality rules. Values that entities share are on the page [types](types.md).

An **observation** is what one system says of one thing: it may hold any part of the record. The **golden** record is what the
enterprise holds to be true: required attributes are asked of it, of facts, and of documents told by the system they come from.
Absent means that a system says nothing; \`null\` that it says there is none; empty text reads as absent.

## Entities

Rules: those that are checked + those that need other records and follow with master data.

| entity | kind | rules | meaning |
|---|---|---|---|
${rows.join('\n')}

## Code lists

A value of the enterprise's own, \`<namespace>.<value>\`, may stand in an open list that has a default; readers take a value they
do not know as that default.

| list | kind | values | meaning |
|---|---|---|---|
${lists.join('\n')}
`;
}
