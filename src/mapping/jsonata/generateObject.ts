import {
  type Build,
  contextFunction,
  fresh,
  keep,
  mark,
  nothing,
  type Place,
  refuse,
  type Value,
} from './place.ts';
import type { Node } from './reference.ts';

type Pairs = [Node, Node][];

const reserved = ['_jsonata_lambda', '_jsonata_function'];

export function targetOf(parent: string, name: string): string {
  return parent === '' ? name : `${parent}.${name}`;
}

/** `{ "name": value }` */
export function generateObject(build: Build, node: Node, place: Place): Value {
  const pairs = node.lhs as Pairs;
  if (!pairs.every(([key]) => isWritten(key)))
    return generateGroup(build, { lhs: pairs }, place.input, place, node);
  const twice = pairs.find(([key], i) => pairs.findIndex(([other]) => other.value === key.value) < i);
  if (twice !== undefined) return refuse(build, twice[0], `the attribute "${twice[0].value}" is made twice`);
  return generateMembers(build, pairs, place);
}

function isWritten(key: Node): boolean {
  return key.type === 'string' && key.predicate === undefined && key.group === undefined;
}

function generateMembers(build: Build, pairs: Pairs, place: Place): Value {
  const made = fresh(build, 'm');
  const inner = pairs.length === 0 ? place : oneContext(build, place);
  place.lines.push(`const ${made} = {};`);
  for (const [key, value] of pairs) generateMember(build, made, key, value, inner);
  return { code: made, kind: 'object' };
}

/** A context that is a list makes one object of all its values. */
function oneContext(build: Build, place: Place): Place {
  const input = fresh(build, 'i');
  const object = fresh(build, 'o');
  place.lines.push(
    `const ${input} = ${place.object} !== null ? ${place.input} : groupContext(${place.input});`,
  );
  place.lines.push(`const ${object} = ${place.object} !== null ? ${place.object} : plain(${input});`);
  return { ...place, input, object, tail: false };
}

function generateMember(build: Build, made: string, key: Node, node: Node, place: Place): void {
  const name = key.value as string;
  if (reserved.includes(name)) {
    refuse(build, key, `the attribute name "${name}" is reserved`);
    return;
  }
  const value = build.evaluate(node, { ...place, target: targetOf(place.target, name), listed: false });
  if (value.code === 'undefined') return;
  if (name === '__proto__') {
    place.lines.push(`set(${made}, "__proto__", ${value.code});`);
    return;
  }
  const put = `${made}${/^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`} = ${value.code};`;
  const certain = ['text', 'number', 'flag', 'object', 'list'].includes(value.kind);
  place.lines.push(certain ? put : `if (${value.code} !== undefined) ${put}`);
}

/** `values{ key: value }`, and objects whose keys come from the data. */
export function generateGroup(
  build: Build,
  group: { lhs: Pairs; position?: number },
  input: string,
  place: Place,
  node?: Node,
): Value {
  const inner: Place = { ...place, tail: false };
  const pairs = group.lhs.map(([key, value]) => {
    const target = targetOf(place.target, isWritten(key) ? (key.value as string) : '*');
    const ofKey = contextFunction(build, inner, (at) => build.evaluate(key, at).code);
    const ofValue = contextFunction(build, { ...inner, target }, (at) => build.evaluate(value, at).code);
    return `{ key: ${ofKey}, value: ${ofValue} }`;
  });
  const position = node?.position ?? group.position ?? 0;
  place.lines.push(mark(build, { position, target: place.target, what: '{', sources: [] }));
  return keep(build, place, `group(${input}, [${pairs.join(', ')}])`, 'object');
}

/** `[a, b]` */
export function generateList(build: Build, node: Node, place: Place): Value {
  const items = node.expressions ?? [];
  const made = fresh(build, 'l');
  place.lines.push(`const ${made} = [];`);
  items.forEach((item, i) => {
    generateElement(build, made, item, i, place);
  });
  if (node.consarray === true) place.lines.push(`constructed(${made});`);
  return { code: made, kind: node.consarray === true ? 'any' : 'list' };
}

function generateElement(build: Build, made: string, item: Node, index: number, place: Place): void {
  const written = item.type === 'unary' && item.value === '{';
  const target = place.listed === true ? place.target : `${place.target}[${written ? index : ''}]`;
  const value = build.evaluate(item, { ...place, target, listed: true, tail: false });
  if (value.code === nothing.code) return;
  if (item.value === '[') place.lines.push(`if (${value.code} !== undefined) ${made}.push(${value.code});`);
  else if (['text', 'number', 'flag', 'object'].includes(value.kind))
    place.lines.push(`${made}.push(${value.code});`);
  else place.lines.push(`addElement(${made}, ${value.code});`);
}
