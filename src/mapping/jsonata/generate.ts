import { generateApply, generateCall, generateLambda, generatePartial } from './generateCall.ts';
import { generateGroup, generateList, generateObject } from './generateObject.ts';
import { generateOperator } from './generateOperator.ts';
import { generateFilter, generatePath } from './generatePath.ts';
import {
  type Build,
  constant,
  contextFunction,
  fresh,
  keep,
  type Place,
  refuse,
  type Value,
} from './place.ts';
import type { Node } from './reference.ts';
import { bind, frameFor, read, readVariable, settle } from './variables.ts';

/** Writes the statements of an expression and says where its value is: in normal form, but for a tail call. */
export function generate(build: Build, node: Node, place: Place): Value {
  const wrapped = node.predicate !== undefined || (node.type !== 'path' && node.group !== undefined);
  let value = generateCore(build, node, wrapped ? { ...place, tail: false } : place);
  if (node.thunk === true) return value;
  for (const stage of node.predicate ?? [])
    value = generateFilter(build, stage, value, place, node.keepArray === true);
  if (node.type !== 'path' && node.group !== undefined)
    value = generateGroup(build, node.group, value.code, place);
  const unsettled = place.tail === true && !wrapped && node.keepArray !== true;
  if (unsettled && (node.type === 'condition' || node.type === 'block')) return value;
  return settleSequence(build, node, value, place);
}

function settleSequence(build: Build, node: Node, value: Value, place: Place): Value {
  if (node.keepArray === true && (value.kind === 'raw' || value.kind === 'any')) {
    return keep(build, place, `normalKept(${value.code})`, 'any');
  }
  return value.kind === 'raw' ? keep(build, place, `normal(${value.code})`, 'any') : value;
}

function generateCore(build: Build, node: Node, place: Place): Value {
  switch (node.type) {
    case 'path':
      return generatePath(build, node, place);
    case 'string':
      return { code: JSON.stringify(node.value), kind: 'text' };
    case 'number':
      return { code: Object.is(node.value, -0) ? '-0' : `(${node.value})`, kind: 'number' };
    case 'value':
      return { code: String(node.value), kind: typeof node.value === 'boolean' ? 'flag' : 'single' };
    case 'binary':
      return generateOperator(build, node, place);
    case 'unary':
      return generateUnary(build, node, place);
    case 'variable':
      return readVariable(build, node, place);
    case 'function':
      return generateCall(build, node, place);
    case 'condition':
      return generateCondition(build, node, place);
    case 'block':
      return generateBlock(build, node, place);
    case 'bind':
      return bind(build, node, place);
    case 'lambda':
      return node.thunk === true ? generateThunk(build, node, place) : generateLambda(build, node, place);
    case 'partial':
      return generatePartial(build, node, place);
    case 'apply':
      return generateApply(build, node, place);
    case 'regex':
      return { code: `regex(${constant(build, node.value)})`, kind: 'single' };
    case 'name':
      return { code: `lookup(${place.input}, ${JSON.stringify(node.value)})`, kind: 'raw' };
    case 'wildcard':
      return { code: `wildcard(${place.input})`, kind: 'raw' };
    case 'descendant':
      return { code: `descendants(S, ${place.input})`, kind: 'raw' };
    case 'parent':
      return { code: read(build, place.frame, node.slot?.label ?? '') ?? 'undefined', kind: 'raw' };
    case 'transform':
      return generateTransform(build, node, place);
    default:
      return refuse(build, node, `a mapping cannot hold this kind of expression (${node.type})`);
  }
}

function generateUnary(build: Build, node: Node, place: Place): Value {
  if (node.value === '{') return generateObject(build, node, place);
  if (node.value === '[') return generateList(build, node, place);
  return generateOperator(build, node, place);
}

function generateCondition(build: Build, node: Node, place: Place): Value {
  const condition = build.evaluate(node.condition as Node, { ...place, tail: false });
  const result = fresh(build, 't');
  const branch = (side: Node | undefined): [string, Value | undefined] => {
    if (side === undefined) return ['', undefined];
    const lines: string[] = [];
    const value = build.evaluate(side, { ...place, lines });
    lines.push(`${result} = ${value.code};`);
    return [lines.join('\n'), value];
  };
  const [then, thenValue] = branch(node.then);
  const [otherwise, otherwiseValue] = branch(node.else);
  const test = condition.kind === 'flag' ? condition.code : `truthy(${condition.code})`;
  place.lines.push(`let ${result};\nif (${test}) {\n${then}\n} else {\n${otherwise}\n}`);
  return { code: result, kind: eitherKind(thenValue, otherwiseValue) };
}

function eitherKind(one: Value | undefined, other: Value | undefined): Value['kind'] {
  const kinds = [one?.kind ?? 'single', other?.kind ?? 'single'];
  if (kinds.includes('raw')) return 'raw';
  if (kinds.includes('any') || kinds.includes('list')) return 'any';
  return one !== undefined && kinds[0] === kinds[1] ? (kinds[0] as Value['kind']) : 'single';
}

function generateBlock(build: Build, node: Node, place: Place): Value {
  const expressions = node.expressions ?? [];
  const frame = frameFor(build, place, expressions);
  let value: Value = { code: 'undefined', kind: 'single' };
  expressions.forEach((expression, i) => {
    const isLast = i === expressions.length - 1;
    value = build.evaluate(expression, { ...place, frame, tail: isLast && place.tail === true });
    settle(frame, expression);
  });
  return value;
}

/** A call in tail position of a function: left to the caller, unless the callee is a builtin. */
function generateThunk(build: Build, node: Node, place: Place): Value {
  if (place.tail === true) return generateCall(build, node.body as Node, place);
  return generate(build, node.body as Node, place);
}

function generateTransform(build: Build, node: Node, place: Place): Value {
  const clone = `nativeValue(S, ${constant(build, build.natives.get('clone'))})`;
  const parts = [node.pattern, node.update, node.delete].filter((part) => part !== undefined);
  const written = parts.map((part) =>
    contextFunction(build, place, (inner) => build.evaluate(part, inner).code),
  );
  return { code: `transformer(${clone}, ${written.join(', ')})`, kind: 'single' };
}
