import { landscapeSchemas } from './jsonSchemas.ts';
import { landscapeReference, type ReferenceParts } from './reference.ts';

/** The generated pages of the landscape, by path in the repository. */
export async function landscapeDocs(parts: ReferenceParts): Promise<Map<string, string>> {
  const schemas = [...landscapeSchemas(parts)].map(
    ([file, schema]) => [`docs/landscape.schema/${file}`, `${JSON.stringify(schema, null, 2)}\n`] as const,
  );
  return new Map([['docs/landscape.md', landscapeReference(parts)], ...schemas]);
}
