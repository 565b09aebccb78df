import { type SchemaNode, typeName } from './schema.ts';

/** One row per attribute, parts of objects and lists below theirs, in the order of the schema. */
export function attributeTable(node: SchemaNode, base: string): string {
  return [
    '| attribute | type | required | group | meaning | reference |',
    '|---|---|---|---|---|---|',
    ...rowsOf(node, '', base),
  ].join('\n');
}

function rowsOf(node: SchemaNode, prefix: string, base: string): string[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    const path = prefix + name;
    const required = requirement(child, node.required?.includes(name) ?? false);
    const cells = [
      `\`${path}\``,
      typeOf(child, base),
      required,
      groupOf(child),
      child.description ?? '',
      child['x-reference'] ?? '',
    ];
    return [`| ${cells.map(cell).join(' | ')} |`, ...partsOf(child, path, base)];
  });
}

function partsOf(node: SchemaNode, path: string, base: string): string[] {
  if (node['x-extension']) return [];
  if (node.items !== undefined) return partsOf(node.items, `${path}[]`, base);
  const [entry] = Object.values(node.patternProperties ?? {});
  if (entry !== undefined) return partsOf(entry, `${path}.*`, base);
  return rowsOf(node, `${path}.`, base);
}

function typeOf(node: SchemaNode, base: string): string {
  if (node['x-extension']) return 'extensions';
  if (node.items !== undefined) return `list of ${typeOf(node.items, base)}${keyOf(node)}`;
  const [entry] = Object.values(node.patternProperties ?? {});
  if (entry !== undefined) return `by ${node['x-map']}: ${typeOf(entry, base)}`;
  if (node['x-codeList'] !== undefined)
    return `Code [${node['x-codeList']}](${base}codes/${node['x-codeList']}.md)`;
  const name = typeName(node);
  if (name !== undefined) return `[${name}](${base}types.md#${name.toLowerCase()})`;
  if (node.format === 'key') return node['x-ref'] === undefined ? 'key' : `key of ${node['x-ref']}`;
  if (node['x-landscapeList'] !== undefined)
    return `text, list \`${node['x-landscapeList']}\` of the landscape`;
  return plainType(node);
}

function plainType(node: SchemaNode): string {
  const type = [node.type].flat().filter((name) => name !== 'null')[0];
  if (type === 'boolean') return 'true or false';
  if (type === 'integer') return 'whole number';
  if (type === 'object') return 'object';
  if (node.format !== undefined && node.format !== 'identifier') return `text (${node.format})`;
  return node.maxLength === undefined ? 'text' : `text(${node.maxLength})`;
}

function keyOf(node: SchemaNode): string {
  const keys = node['x-key'] ?? [];
  return keys.length === 0 ? ', replaced whole' : ` by ${keys.map((key) => `\`${key}\``).join(' + ')}`;
}

function requirement(node: SchemaNode, always: boolean): string {
  const required = node['x-required'];
  if (node['x-given'] === 'hub') return 'the hub gives it';
  if (always) return 'always';
  if (required === undefined) return '';
  if (required === true) return 'golden';
  if ('from' in required) return `from ${required.from} (W)`;
  return Object.entries(required.when)
    .map(([name, values]) => `when ${name} is ${values.join(' or ')}`)
    .join();
}

function groupOf(node: SchemaNode): string {
  const governed = node['x-governed'] ? 'governed' : undefined;
  const strictness = node['x-strictness'];
  const order = strictness && `strictest last: ${strictness.join(' < ')}`;
  return [node['x-group'], node['x-scope'], node['x-class'], governed, order]
    .filter((part) => part !== undefined)
    .join(', ');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
