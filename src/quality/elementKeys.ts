import { resolved, type SchemaNode, type TypesSchema } from './schema.ts';

/**
 * Pointer of each keyed array → the paths that identify an element. Elements of a list add no segment, entries of `sites` and
 * `companies` add `*`: `/lines/schedules`, `/sites/*\/…`. A list keyed by something inside an attribute (`item.item`) is left
 * out, since the merge reads attributes only: it is replaced whole.
 */
export function elementKeysOf(schema: SchemaNode, types: TypesSchema): Map<string, readonly string[]> {
  const keys = new Map<string, readonly string[]>();
  collect(schema, '', types, keys);
  return keys;
}

function collect(
  given: SchemaNode,
  pointer: string,
  types: TypesSchema,
  keys: Map<string, readonly string[]>,
): void {
  const node = resolved(given, types);
  const own = node['x-key'] ?? [];
  if (own.length > 0 && own.every((path) => !path.includes('.'))) keys.set(pointer, own);
  if (node.items !== undefined) collect(node.items, pointer, types, keys);
  for (const [name, child] of Object.entries(node.properties ?? {}))
    collect(child, `${pointer}/${name}`, types, keys);
  for (const child of Object.values(node.patternProperties ?? {}))
    collect(child, `${pointer}/*`, types, keys);
}
