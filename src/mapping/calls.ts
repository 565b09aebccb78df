import type { Node } from './jsonata/reference.ts';
import type { Call } from './mapping.ts';
import type { Position } from './positions.ts';

const CALLED = new Set(['code', 'convert']);

/** Every call of `$code` and `$convert`, outer ones first. */
export function callsOf(node: Node, places: (offset: number) => Position): Call[] {
  const own = callOf(node, places);
  return [...(own ? [own] : []), ...nodesIn(node).flatMap((child) => callsOf(child, places))];
}

function callOf(node: Node, places: (offset: number) => Position): Call | undefined {
  const name = String(node.procedure?.value);
  if (node.type !== 'function' || node.procedure?.type !== 'variable' || !CALLED.has(name)) return undefined;
  const written = (argument: Node) =>
    argument.type === 'string' ? String(argument.value) : callOf(argument, places);
  return { name, arguments: (node.arguments ?? []).map(written), line: places(node.position ?? 0).line };
}

/** Whatever stands below a node, by whichever of its names. */
function nodesIn(node: Node): Node[] {
  return Object.values(node).flatMap((value) => nodesAt(value));
}

function nodesAt(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesAt);
  if (typeof value !== 'object' || value === null) return [];
  return typeof (value as Node).type === 'string' ? [value as Node] : Object.values(value).flatMap(nodesAt);
}
