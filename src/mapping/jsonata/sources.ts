import type { Node } from './reference.ts';

/** Source fields named directly in an expression, for the words of a problem: `POS.MENGE`. */
export function sourcesOf(node: Node | undefined): string[] {
  const found = new Set<string>();
  collect(node, found);
  return [...found].slice(0, 5);
}

function collect(node: Node | undefined, found: Set<string>): void {
  if (node === undefined || node === null || typeof node !== 'object') return;
  if (node.type === 'path') {
    const names = leadingNames(node.steps ?? []);
    if (names.length > 0) found.add(names.join('.'));
    return;
  }
  for (const part of [node.lhs, node.rhs, node.expression, node.condition, node.then, node.else]) {
    if (part !== undefined && !Array.isArray(part)) collect(part, found);
  }
  for (const part of [...(node.arguments ?? []), ...(node.expressions ?? [])]) collect(part, found);
}

function leadingNames(steps: readonly Node[]): string[] {
  const from = steps[0]?.type === 'variable' ? 1 : 0;
  const rest = steps.slice(from);
  const end = rest.findIndex((step) => step.type !== 'name');
  return rest.slice(0, end < 0 ? rest.length : end).map((step) => String(step.value));
}
