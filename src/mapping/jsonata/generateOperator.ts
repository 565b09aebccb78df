import { type Build, fresh, keep, mark, type Place, type Value } from './place.ts';
import type { Node } from './reference.ts';
import { sourcesOf } from './sources.ts';

interface Operator {
  name: string;
  kind: Value['kind'];
  /** It can fail: the place is marked. */
  fails: boolean;
}

const operators: Record<string, Operator> = {
  '+': { name: 'add', kind: 'single', fails: true },
  '-': { name: 'subtract', kind: 'single', fails: true },
  '*': { name: 'multiply', kind: 'single', fails: true },
  '/': { name: 'divide', kind: 'single', fails: true },
  '%': { name: 'remainder', kind: 'single', fails: true },
  '=': { name: 'equal', kind: 'flag', fails: false },
  '!=': { name: 'unequal', kind: 'flag', fails: false },
  '<': { name: 'less', kind: 'single', fails: true },
  '<=': { name: 'lessOrEqual', kind: 'single', fails: true },
  '>': { name: 'greater', kind: 'single', fails: true },
  '>=': { name: 'greaterOrEqual', kind: 'single', fails: true },
  '..': { name: 'range', kind: 'raw', fails: true },
  in: { name: 'includes', kind: 'flag', fails: false },
};

export function generateOperator(build: Build, node: Node, place: Place): Value {
  const inner: Place = { ...place, tail: false };
  if (node.type === 'unary') {
    const value = build.evaluate(node.expression as Node, inner);
    return operation(build, node, place, { name: 'negate', kind: 'single', fails: true }, [value]);
  }
  const left = build.evaluate(node.lhs as Node, inner);
  if (node.value === 'and' || node.value === 'or') return shortCircuit(build, node, inner, left);
  const right = build.evaluate(node.rhs as Node, inner);
  if (node.value === '&') return concatenation(build, node, place, left, right);
  return operation(build, node, place, operators[node.value] as Operator, [left, right]);
}

function operation(build: Build, node: Node, place: Place, operator: Operator, values: Value[]): Value {
  if (operator.fails) markHere(build, node, place);
  const code = `${operator.name}(${values.map((value) => value.code).join(', ')})`;
  return keep(build, place, code, operator.kind);
}

function markHere(build: Build, node: Node, place: Place): void {
  const position = node.position ?? 0;
  place.lines.push(
    mark(build, {
      position,
      target: place.target,
      what: String(node.value),
      sources: sourcesOf(node),
    }),
  );
}

function shortCircuit(build: Build, node: Node, place: Place, left: Value): Value {
  const lines: string[] = [];
  const right = build.evaluate(node.rhs as Node, { ...place, lines });
  const result = fresh(build, 't');
  lines.push(`${result} = ${truth(right)};`);
  const test = node.value === 'and' ? result : `!${result}`;
  place.lines.push(`let ${result} = ${truth(left)};\nif (${test}) {\n${lines.join('\n')}\n}`);
  return { code: result, kind: 'flag' };
}

function truth(value: Value): string {
  return value.kind === 'flag' ? value.code : `truthy(${value.code})`;
}

function concatenation(build: Build, node: Node, place: Place, left: Value, right: Value): Value {
  if (left.kind === 'text' && right.kind === 'text') {
    return keep(build, place, `${left.code} + ${right.code}`, 'text');
  }
  markHere(build, node, place);
  return keep(build, place, `concatText(${left.code}, ${right.code})`, 'text');
}
