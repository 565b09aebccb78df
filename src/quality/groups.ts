import type { AttributeGroup } from './checker.ts';
import { resolved, type SchemaNode, type TypesSchema, typeName } from './schema.ts';

/** Every attribute by its place, as `elementKeys` names places: `/sites/*\/safetyStock`. */
export function groupsOf(schema: SchemaNode, types: TypesSchema): Map<string, AttributeGroup> {
  const groups = new Map<string, AttributeGroup>();
  for (const [name, node] of Object.entries(schema.properties ?? {}))
    collect(node, `/${name}`, undefined, types, groups);
  return groups;
}

function collect(
  given: SchemaNode,
  place: string,
  inherited: string | undefined,
  types: TypesSchema,
  groups: Map<string, AttributeGroup>,
): void {
  const node = resolved(given, types);
  const group = node['x-group'] ?? inherited;
  groups.set(place, { ...(group !== undefined && { group }), ...traitsOf(given, node) });
  if (node.items !== undefined) collectParts(node.items, place, group, types, groups);
  collectParts(node, place, group, types, groups);
}

function collectParts(
  given: SchemaNode,
  place: string,
  group: string | undefined,
  types: TypesSchema,
  groups: Map<string, AttributeGroup>,
): void {
  const node = resolved(given, types);
  for (const [name, child] of Object.entries(node.properties ?? {}))
    collect(child, `${place}/${name}`, group, types, groups);
  for (const child of Object.values(node.patternProperties ?? {}))
    collect(child, `${place}/*`, group, types, groups);
}

const MEASURES: ReadonlySet<string | undefined> = new Set(['Quantity', 'Dimensions']);

function traitsOf(given: SchemaNode, node: SchemaNode): Omit<AttributeGroup, 'group'> {
  const { 'x-strictness': strictness, 'x-atLeast': atLeast, 'x-required': required } = node;
  return {
    whole: isWhole(given, node),
    ...(strictness && { strictness }),
    ...(atLeast !== undefined && { atLeast: `/${atLeast}` }),
    ...(MEASURES.has(typeName(given)) && { measure: true }),
    ...(required === true && { required }),
  };
}

/** A shared value type, but for texts by language: each language stands for itself. */
function isWhole(given: SchemaNode, node: SchemaNode): boolean {
  if (node['x-whole']) return true;
  const isObject = [node.type].flat().includes('object');
  return isObject && typeName(given) !== undefined && node['x-map'] === undefined;
}
