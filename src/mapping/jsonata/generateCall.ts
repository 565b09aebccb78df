import type { Native } from './callables.ts';
import { refused } from './natives.ts';
import { nearest } from './nearest.ts';
import {
  type Build,
  constant,
  type FieldFunction,
  type Frame,
  fresh,
  keep,
  mark,
  type Place,
  refuse,
  type Value,
} from './place.ts';
import { quickCall } from './quick.ts';
import type { Node } from './reference.ts';
import { sourcesOf } from './sources.ts';
import { frameFor, isBuiltin, read } from './variables.ts';

export function generateCall(build: Build, node: Node, place: Place, before: Value[] = []): Value {
  const name = calledName(node);
  if (name === undefined) return callValue(build, node, place, before);
  const problem = unknownFunction(build, name, place);
  if (problem !== undefined) return refuse(build, node.procedure as Node, problem);
  if (!isBuiltin(build, place.frame, name)) return callValue(build, node, place, before);
  const args = [...before, ...evaluated(build, node, place)];
  const field = build.field.get(name);
  if (field !== undefined) return callField(build, node, place, field, args);
  return callNative(build, node, place, build.natives.get(name) as Native, args);
}

function calledName(node: Node): string | undefined {
  const { procedure } = node;
  const simple = procedure?.type === 'variable' && procedure.predicate === undefined;
  return simple && procedure.value !== '' && procedure.value !== '$'
    ? (procedure.value as string)
    : undefined;
}

function unknownFunction(build: Build, name: string, place: Place): string | undefined {
  if (read(build, place.frame, name) !== undefined) return undefined;
  if (refused[name] !== undefined) return `$${name} is not there: ${refused[name]}`;
  const near = nearest(name, [...build.natives.keys(), ...build.field.keys()]);
  return `there is no function $${name}${near === undefined ? '' : `; did you mean $${near}?`}`;
}

function evaluated(build: Build, node: Node, place: Place): Value[] {
  const list = listFunction(node) ? `${place.target}[]` : place.target;
  return (node.arguments ?? []).map((argument) => {
    const target = argument.type === 'lambda' ? list : place.target;
    return build.evaluate(argument, { ...place, tail: false, target, listed: false });
  });
}

/** The function handed to `$map` makes the elements of the target. */
function listFunction(node: Node): boolean {
  return ['map', 'each'].includes(String(node.procedure?.value));
}

/** The context that stands in for arguments left out: in tail position that of the caller. */
function contextOf(place: Place): string {
  return place.tail === true ? (place.caller ?? place.input) : place.input;
}

function markCall(build: Build, node: Node, place: Place): string {
  const procedure = node.procedure as Node;
  const name = procedure.type === 'variable' ? `$${procedure.value}` : 'function';
  const position =
    (procedure.position ?? node.position ?? 1) - (procedure.type === 'variable' ? name.length - 1 : 0);
  return mark(build, { position, target: place.target, what: name, sources: sourcesOf(node) });
}

function callField(build: Build, node: Node, place: Place, field: FieldFunction, args: Value[]): Value {
  const { name, least, most } = field;
  if (args.length < least || args.length > most) {
    const wanted = least === most ? String(least) : `${least} to ${most}`;
    return refuse(build, node.procedure as Node, `$${name} takes ${wanted} arguments, not ${args.length}`);
  }
  const first = (node.arguments ?? [])[0];
  const wrong = first?.type === 'string' ? field.checkFirst?.(first.value as string) : undefined;
  if (wrong !== undefined) return refuse(build, first as Node, wrong);
  place.lines.push(markCall(build, node, place));
  const given = args.map((arg) => `, ${arg.code}`).join('');
  return keep(build, place, `${constant(build, field.direct)}(S${given})`, 'single');
}

function callNative(build: Build, node: Node, place: Place, native: Native, args: Value[]): Value {
  const codes = args.map((arg) => arg.code).join(', ');
  const general = `native(S, ${constant(build, native)}, [${codes}], ${contextOf(place)})`;
  const quick = quickCall(build, native.name, args);
  if (quick === undefined) {
    place.lines.push(markCall(build, node, place));
    return keep(build, place, general, 'raw');
  }
  if (quick.test === undefined) return keep(build, place, quick.code, quick.kind);
  const result = fresh(build, 't');
  const slow = `${markCall(build, node, place)} ${result} = ${quick.single ? general : `normal(${general})`};`;
  place.lines.push(`let ${result};\nif (${quick.test}) ${result} = ${quick.code};\nelse { ${slow} }`);
  return { code: result, kind: quick.single ? 'single' : 'any' };
}

/** A function that is itself a value: of a variable, of an expression. */
function callValue(build: Build, node: Node, place: Place, before: Value[]): Value {
  const procedure = node.procedure as Node;
  if (procedure.type === 'path') {
    const name = String(procedure.steps?.[0]?.value);
    return refuse(build, node, `${name}( is not a function; functions are written with a $: $${name}(`);
  }
  const callee = build.evaluate(procedure, { ...place, tail: false });
  const args = [...before, ...evaluated(build, node, place)].map((arg) => arg.code).join(', ');
  if (place.tail === true) return { code: `new TailCall(${callee.code}, [${args}])`, kind: 'raw' };
  place.lines.push(markCall(build, node, place));
  return keep(build, place, `call(${callee.code}, [${args}], ${contextOf(place)})`, 'raw');
}

/** `value ~> $f(…)`, `value ~> $f`, `$f ~> $g` */
export function generateApply(build: Build, node: Node, outer: Place): Value {
  const place: Place = { ...outer, tail: false };
  const left = build.evaluate(node.lhs as Node, place);
  const right = node.rhs as Node;
  if (right.type === 'function') return generateCall(build, right, place, [left]);
  const fn = build.evaluate(right, place);
  const position = node.position ?? 0;
  place.lines.push(mark(build, { position, target: place.target, what: '~>', sources: sourcesOf(node) }));
  return keep(build, place, `applied(${left.code}, ${fn.code})`, 'raw');
}

export function generateLambda(build: Build, node: Node, place: Place): Value {
  const names = (node.arguments ?? []).map((argument) => argument.value as string);
  const parameters: Frame = { parent: place.frame, variables: new Map() };
  const lines: string[] = [];
  const [args, caller] = [fresh(build, 'a'), fresh(build, 'c')];
  names.forEach((name, i) => {
    const code = fresh(build, 'v');
    lines.push(`let ${code} = ${args}[${i}];`);
    parameters.variables.set(name, { code, certain: true, kind: 'raw' });
  });
  const inner: Place = { ...place, lines, frame: parameters, caller, tail: true, listed: false };
  const body = node.body as Node;
  const frame = frameFor(build, inner, [body]);
  const result = build.evaluate(body, { ...inner, frame });
  const signature = node.signature === undefined ? 'undefined' : constant(build, node.signature);
  const written = `(${args}, ${caller}) => {\n${lines.join('\n')}\nreturn ${result.code};\n}`;
  return keep(build, place, `lambda(S, ${names.length}, ${signature}, ${written})`, 'single');
}

/** `$f(?, 1)` */
export function generatePartial(build: Build, node: Node, outer: Place): Value {
  const place: Place = { ...outer, tail: false };
  const open: number[] = [];
  const given = (node.arguments ?? []).map((argument, i) => {
    if (!(argument.type === 'operator' && argument.value === '?'))
      return build.evaluate(argument, place).code;
    open.push(i);
    return 'undefined';
  });
  const name = calledName(node);
  const list = `[${given.join(', ')}], [${open.join(', ')}]`;
  if (name !== undefined && isBuiltin(build, place.frame, name)) {
    const native = build.field.get(name)?.native ?? build.natives.get(name);
    return keep(build, place, `partialNative(S, ${constant(build, native)}, ${list})`, 'single');
  }
  const problem = name === undefined ? undefined : unknownFunction(build, name, place);
  if (problem !== undefined) return refuse(build, node.procedure as Node, problem);
  const callee = build.evaluate(node.procedure as Node, place);
  place.lines.push(markCall(build, node, place));
  return keep(build, place, `partial(${callee.code}, ${list})`, 'single');
}
