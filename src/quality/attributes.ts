import type { Attribute } from './checker.ts';
import { resolved, type SchemaNode, type TypesSchema } from './schema.ts';

/** Every attribute with a class or a code list, in the order of the schema. */
export function attributesOf(schema: SchemaNode, types: TypesSchema): Attribute[] {
  return below(schema, [], undefined, types);
}

function below(
  given: SchemaNode,
  path: readonly string[],
  inherited: string | undefined,
  types: TypesSchema,
): Attribute[] {
  const node = resolved(given, types);
  const its = node['x-class'] ?? inherited;
  const codeList = node['x-codeList'];
  const own =
    its === undefined && codeList === undefined
      ? []
      : [{ path, ...(its !== undefined && { class: its }), ...(codeList !== undefined && { codeList }) }];
  return [
    ...own,
    ...(node.items === undefined ? [] : elements(node.items, path, its, types)),
    ...Object.entries(node.properties ?? {}).flatMap(([name, child]) =>
      below(child, [...path, name], its, types),
    ),
    ...Object.values(node.patternProperties ?? {}).flatMap((child) =>
      below(child, [...path, '*'], its, types),
    ),
  ];
}

/** The list itself speaks for the class of its elements. */
function elements(
  node: SchemaNode,
  path: readonly string[],
  inherited: string | undefined,
  types: TypesSchema,
): Attribute[] {
  return below(node, path, inherited, types).filter(
    (each) => each.path !== path || each.codeList !== undefined,
  );
}
