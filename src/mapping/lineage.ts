import { type Flow, flowOf, merged, type Origin, originOf, within } from './flows.ts';
import type { Node } from './jsonata/reference.ts';
import type { Constant, Lineage } from './mapping.ts';
import type { Position } from './positions.ts';

/** One field of the target, while the expression that makes it is read. */
interface Making {
  target: string;
  origin: Origin;
  /** What decides whether it is made: conditions and filters on the way. */
  because: Flow;
  position: number;
}

type Emit = (making: Making, flow: Flow, leaf: Node) => void;

/** For each target field the source fields it is made from, read off the expression without running it. */
export function lineageOf(node: Node, places: (offset: number) => Position): Lineage[] {
  const rows = new Map<string, Lineage>();
  const emit: Emit = ({ target, because, position }, flow) => {
    const all = merged([flow, { sources: because.sources, via: [] }]);
    const known = rows.get(target) ?? { target, sources: [], via: [], line: places(position).line };
    known.sources = [...new Set([...known.sources, ...all.sources])];
    known.via = [...new Set([...known.via, ...all.via])];
    rows.set(target, known);
  };
  followAll(node, emit);
  return [...rows.values()];
}

/** The texts that the expression itself puts into a target field, on either side of its conditions. */
export function constantsOf(node: Node, places: (offset: number) => Position): Constant[] {
  const constants: Constant[] = [];
  followAll(node, ({ target, position }, _, leaf) => {
    if (leaf.type === 'string')
      constants.push({ target, value: String(leaf.value), line: places(position).line });
  });
  return constants;
}

function followAll(node: Node, emit: Emit): void {
  const origin: Origin = { path: '', variables: new Map(), upward: [] };
  follow(node, { target: '', origin, because: merged([]), position: node.position ?? 0 }, emit);
}

function follow(node: Node, making: Making, emit: Emit): void {
  if (node.thunk === true) follow(node.body as Node, making, emit);
  else if (node.type === 'unary' && node.value === '{')
    followObject(node.lhs as [Node, Node][], making, emit);
  else if (node.type === 'unary' && node.value === '[') {
    for (const item of node.expressions ?? []) follow(item, listed(making), emit);
  } else if (node.type === 'condition') followCondition(node, making, emit);
  else if (node.type === 'block') followBlock(node, making, emit);
  else if (node.type === 'path') followPath(node, making, emit);
  else if (node.type === 'function') followCall(node, making, emit);
  else emit(making, flowOf(node, making.origin), node);
}

function listed(making: Making): Making {
  return making.target.endsWith('[]') ? making : { ...making, target: `${making.target}[]` };
}

function followObject(pairs: [Node, Node][], making: Making, emit: Emit): void {
  for (const [key, value] of pairs) {
    const written = key.type === 'string';
    const name = written ? String(key.value) : '*';
    const target = making.target === '' ? name : `${making.target}.${name}`;
    const because = written ? making.because : merged([making.because, flowOf(key, making.origin)]);
    follow(value, { ...making, target, because, position: key.position ?? making.position }, emit);
  }
}

function followCondition(node: Node, making: Making, emit: Emit): void {
  const because = merged([making.because, flowOf(node.condition as Node, making.origin)]);
  for (const branch of [node.then, node.else]) {
    if (branch !== undefined) follow(branch, { ...making, because }, emit);
  }
}

function followBlock(node: Node, making: Making, emit: Emit): void {
  const expressions = node.expressions ?? [];
  let { origin } = making;
  expressions.forEach((expression, i) => {
    if (i === expressions.length - 1) follow(expression, { ...making, origin }, emit);
    else origin = bound(expression, origin);
  });
}

/** What a variable stands for from here on: a place in the source, or what flows into it. */
function bound(expression: Node, origin: Origin): Origin {
  if (expression.type !== 'bind') return origin;
  const inner = bound(expression.rhs as Node, origin);
  const name = String((expression.lhs as Node).value);
  const value = { flow: flowOf(expression.rhs as Node, inner), ...originOf(expression.rhs as Node, inner) };
  return { ...inner, variables: new Map(inner.variables).set(name, value) };
}

/** A path that ends in a constructor makes one element per value of what stands before it. */
function followPath(node: Node, making: Making, emit: Emit): void {
  const steps = node.steps ?? [];
  const end = steps[steps.length - 1] as Node;
  if (steps.length < 2 || !makesFields(end) || node.group !== undefined) {
    emit(making, flowOf(node, making.origin), node);
    return;
  }
  const { origin, flow } = within(steps.slice(0, -1), making.origin);
  const because = merged([making.because, flow]);
  follow(end, { ...listed(making), origin, because }, emit);
}

function makesFields(node: Node): boolean {
  if (node.type === 'unary') return node.value === '{' || node.value === '[';
  if (node.type === 'block')
    return makesFields((node.expressions ?? []).at(-1) ?? node.body ?? { type: 'value' });
  if (node.type === 'condition')
    return [node.then, node.else].some((side) => side !== undefined && makesFields(side));
  return false;
}

function followCall(node: Node, making: Making, emit: Emit): void {
  const [first, second] = node.arguments ?? [];
  const name = node.procedure?.value;
  if (name === 'merge' && first?.type === 'unary' && first.value === '[') {
    for (const part of first.expressions ?? []) follow(part, making, emit);
  } else if (name === 'map' && first !== undefined && second?.type === 'lambda') {
    followMap(first, second, making, emit);
  } else {
    emit(making, flowOf(node, making.origin), node);
  }
}

function followMap(list: Node, lambda: Node, making: Making, emit: Emit): void {
  const { origin, flow } = within([list], making.origin);
  const parameter = lambda.arguments?.[0]?.value;
  const variables = new Map(origin.variables);
  if (parameter !== undefined) variables.set(String(parameter), { path: origin.path, flow });
  const inside: Origin = { ...making.origin, variables };
  follow(
    lambda.body as Node,
    { ...listed(making), origin: inside, because: merged([making.because, flow]) },
    emit,
  );
}
