import type { Node, Stage } from './jsonata/reference.ts';

/** Source fields, and the functions and literals between them and the value. */
export interface Flow {
  sources: string[];
  via: string[];
}

/** Where in the source an expression stands. */
export interface Origin {
  /** `POS[]`; empty at the document itself. */
  path: string;
  variables: ReadonlyMap<string, { path?: string; flow: Flow }>;
  /** The paths around it, for `%`, innermost last. */
  upward: readonly string[];
}

export function merged(flows: readonly Flow[]): Flow {
  return {
    sources: [...new Set(flows.flatMap((flow) => flow.sources))],
    via: [...new Set(flows.flatMap((flow) => flow.via))],
  };
}

const empty: Flow = { sources: [], via: [] };

/** All that goes into the value of an expression. */
export function flowOf(node: Node, origin: Origin): Flow {
  if (node.type === 'path') return flowOfPath(node, origin);
  const own = ownFlow(node, origin);
  return merged([own, ...children(node).map((child) => flowOf(child, innerOrigin(node, origin)))]);
}

function ownFlow(node: Node, origin: Origin): Flow {
  switch (node.type) {
    case 'string':
    case 'number':
    case 'value':
      return { sources: [], via: [JSON.stringify(node.value)] };
    case 'variable':
      return flowOfVariable(String(node.value), origin);
    case 'name':
      return { sources: [joined(origin.path, String(node.value))], via: [] };
    case 'wildcard':
    case 'descendant':
      return { sources: [joined(origin.path, node.type === 'wildcard' ? '*' : '**')], via: [] };
    case 'function':
    case 'partial':
      return { sources: [], via: callText(node) };
    default:
      return empty;
  }
}

function flowOfVariable(name: string, origin: Origin): Flow {
  if (name === '') return { sources: origin.path === '' ? [] : [origin.path], via: [] };
  return origin.variables.get(name)?.flow ?? empty;
}

/** `$code('unit')`: the function with the texts written in it. */
function callText(node: Node): string[] {
  if (node.procedure?.type !== 'variable') return [];
  const texts = (node.arguments ?? []).filter((argument) => argument.type === 'string');
  return [`$${node.procedure.value}(${texts.map((text) => `'${text.value}'`).join(', ')})`];
}

/** Parts of an expression; texts written as arguments are already in the call's own words. */
function children(node: Node): Node[] {
  const pairs = [node.lhs, node.group?.lhs].flatMap((side) => (Array.isArray(side) ? side.flat() : []));
  const single = [
    node.expression,
    node.condition,
    node.then,
    node.else,
    node.rhs,
    node.body,
    node.pattern,
    node.update,
  ];
  const args = (node.arguments ?? []).filter(
    (argument) => argument.type !== 'string' && node.type !== 'lambda',
  );
  const left = node.lhs !== undefined && !Array.isArray(node.lhs) && node.type !== 'bind' ? [node.lhs] : [];
  const callee = node.procedure?.type === 'variable' ? [] : [node.procedure];
  const filters = (node.predicate ?? []).map((stage) => stage.expr);
  return [...left, ...single, ...callee, ...pairs, ...args, ...(node.expressions ?? []), ...filters].filter(
    (child) => child !== undefined,
  );
}

/** Variables of a block are known to all its expressions. */
function innerOrigin(node: Node, origin: Origin): Origin {
  if (node.type !== 'block') return origin;
  let inner = origin;
  for (const expression of node.expressions ?? []) {
    if (expression.type !== 'bind') continue;
    const value = { flow: flowOf(expression.rhs as Node, inner), ...originOf(expression.rhs as Node, inner) };
    inner = {
      ...inner,
      variables: new Map(inner.variables).set(String((expression.lhs as Node).value), value),
    };
  }
  return inner;
}

function flowOfPath(node: Node, origin: Origin): Flow {
  const { origin: end, flow, computed } = within(node.steps ?? [], origin, true);
  const group = node.group?.lhs.flat().map((part) => flowOf(part, { ...end, path: `${end.path}[]` })) ?? [];
  const reached = computed || end.path === origin.path ? empty : { sources: [end.path], via: [] };
  return merged([reached, flow, ...group]);
}

/** Follows the steps of a path. `whole`: its value counts, else it is what a further step goes through. */
export function within(
  steps: readonly Node[],
  origin: Origin,
  whole = false,
): { origin: Origin; flow: Flow; computed: boolean } {
  let at = origin;
  let flow = empty;
  let computed = false;
  for (const step of steps.flatMap((each) => (each.type === 'path' ? (each.steps ?? []) : [each]))) {
    const next = stepped(step, at);
    if (next === undefined) {
      computed = true;
      flow = merged([flow, flowOf(step, { ...at, path: elements(at.path) })]);
    } else {
      at = next;
    }
    const inside = { ...at, path: elements(at.path) };
    flow = merged([flow, ...filters(step).map((filter) => conditionOf(filter, inside))]);
    at = bindings(step, at);
  }
  return { origin: whole ? at : { ...at, path: elements(at.path) }, flow, computed };
}

function filters(step: Node): Node[] {
  const stages: Stage[] = [...(step.stages ?? []), ...(step.type === 'name' ? [] : (step.predicate ?? []))];
  const terms = (step.terms ?? []).map((term) => term.expression);
  return [...stages.filter((stage) => stage.type === 'filter').map((stage) => stage.expr), ...terms];
}

/** What a filter compares with is no part of the value. */
function conditionOf(filter: Node, origin: Origin): Flow {
  return { sources: flowOf(filter, origin).sources, via: [] };
}

/** Where a step that only navigates leads; undefined for one that computes. */
function stepped(step: Node, at: Origin): Origin | undefined {
  if (step.type === 'name')
    return { ...at, path: joined(at.path, String(step.value)), upward: [...at.upward, at.path] };
  if (step.type === 'wildcard') return { ...at, path: joined(at.path, '*'), upward: [...at.upward, at.path] };
  if (step.type === 'parent') return { ...at, path: at.upward.at(-1) ?? '', upward: at.upward.slice(0, -1) };
  if (step.type === 'sort') return at;
  if (step.type !== 'variable') return undefined;
  if (step.value === '') return at;
  if (step.value === '$') return { ...at, path: '' };
  const path = at.variables.get(String(step.value))?.path;
  return path === undefined ? undefined : { ...at, path };
}

/** `@$x` binds what the step came upon. */
function bindings(step: Node, at: Origin): Origin {
  if (step.focus === undefined) return at;
  const value = { path: elements(at.path), flow: { sources: [at.path], via: [] } };
  return { ...at, variables: new Map(at.variables).set(step.focus, value) };
}

/** The place in the source that an expression only names: `$$.header`. */
export function originOf(node: Node, origin: Origin): { path?: string } {
  const steps = node.type === 'path' ? (node.steps ?? []) : [node];
  const found = within(steps, origin, true);
  return found.computed ? {} : { path: found.origin.path };
}

function elements(path: string): string {
  return path === '' || path.endsWith('[]') ? path : `${path}[]`;
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
