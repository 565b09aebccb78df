import { attributeTable } from './attributeTable.ts';
import type { SchemaNode, TypesSchema } from './schema.ts';

/** The docs page of the value types that entities share. */
export function typesPage({ $defs }: TypesSchema): string {
  const sections = Object.entries($defs).map(([name, type]) => section(name, type));
  return `<!-- Generated from model/types/schema.json by \`npm run docs\`. -->
# Shared value types

${sections.join('\n\n')}
`;
}

function section(name: string, type: SchemaNode): string {
  const reference = type['x-reference'] === undefined ? '' : ` Reference: ${type['x-reference']}.`;
  const text = `## ${name}\n\n${sentence(type.description ?? '')}${reference}`;
  if (type.properties !== undefined) return `${text}\n\n${attributeTable(type, '')}`;
  if (type['x-codeList'] !== undefined)
    return `${text} Code list [${type['x-codeList']}](codes/${type['x-codeList']}.md).`;
  return type.pattern === undefined ? text : `${text}\n\nPattern: \`${type.pattern}\``;
}

function sentence(text: string): string {
  return text === '' ? '' : `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}
