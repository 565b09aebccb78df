import { attributeTable } from './attributeTable.ts';
import type { EntityFiles } from './modelFiles.ts';
import type { LaterRule, Rule } from './rule.ts';
import type { EntitySchema, KeyPart } from './schema.ts';
import type { UniqueRule } from './uniqueRule.ts';

/** The docs page of one entity. */
export function entityPage({ name, schema, rules, unique, later }: EntityFiles): string {
  return `<!-- Generated from model/${name}/ by \`npm run docs\`. -->
# ${schema.title} (\`${name}@${schema.$id.split(':').at(-1)}\`)

${schema.description}

${facts(schema)}

## Attributes

Required: \`always\` where its parent is given; \`golden\` in the golden record, in facts and in documents told by the system they
come from; \`(W)\` opens an issue and lets the message on. Group: of survivorship, then scope, class when not internal, whether a change takes a second person (governed), and which values are stricter than others.

${attributeTable(schema, '')}
${statuses(schema)}
## Rules

E parks the message, W lets it on and opens an issue. What the schema refuses (unknown attributes and codes, numbers, dates, two
elements with one key) is not repeated here.

| rule | severity | meaning |
|---|---|---|
${rules.map(ruleRow).join('\n')}
${uniqueTable(unique)}${laterTable(later)}`;
}

function facts(schema: EntitySchema): string {
  const reference = schema['x-reference'];
  return [
    `* Kind: ${schema['x-kind']}`,
    `* Key: ${keyOf(schema)}`,
    `* Order holds within: ${schema['x-partition'].map((parts) => `\`${template(parts)}\``).join(', else ')}`,
    ...(reference === undefined ? [] : [`* Reference: ${reference}`]),
  ].join('\n');
}

function keyOf(schema: EntitySchema): string {
  if (schema['x-mint'] !== undefined)
    return `\`${schema['x-mint']}_\` + ULID, minted where the thing is first identified`;
  if (schema['x-keyRule'] !== undefined) return `\`${template(schema['x-keyRule'])}\``;
  return '`factId`, from the system and the native id';
}

function template(parts: readonly KeyPart[]): string {
  return parts
    .map((part) =>
      'text' in part ? part.text : `{${part.path}${part.else === undefined ? '' : ` or ${part.else}`}}`,
    )
    .join('~');
}

function statuses(schema: EntitySchema): string {
  const flow = schema['x-status'];
  if (flow === undefined) return '';
  const arrows = Object.entries(flow.arrows).map(([from, to]) => `* ${from} → ${to.join(', ')}`);
  return `
## Status

${flow.main.join(' → ')}

A later observation may skip forward on this chain. Every other move needs its own arrow:

${arrows.join('\n')}
`;
}

function ruleRow({ id, severity, meaning }: Rule | UniqueRule): string {
  return `| ${id} | ${severity} | ${meaning} |`;
}

function uniqueTable(unique: readonly UniqueRule[]): string {
  if (unique.length === 0) return '';
  return `
### Across records

Of the current records of all systems, see [quality](../quality.md#across-records).

| rule | severity | meaning |
|---|---|---|
${unique.map(ruleRow).join('\n')}
`;
}

function laterTable(later: readonly LaterRule[]): string {
  if (later.length === 0) return '';
  const rows = later.map(
    ({ id, severity, meaning, needs }) => `| ${id} | ${severity} | ${meaning} | ${needs} |`,
  );
  return `
### Not checked yet

These need more than the record, and follow with master data.

| rule | severity | meaning | needs |
|---|---|---|---|
${rows.join('\n')}
`;
}
