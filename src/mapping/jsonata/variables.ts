import { type Build, constant, type Frame, fresh, type Place, refuse, type Value } from './place.ts';
import type { Node } from './reference.ts';

/** A frame for the variables that these expressions bind, with their declarations. */
export function frameFor(build: Build, place: Place, expressions: readonly Node[]): Frame {
  const frame: Frame = { parent: place.frame, variables: new Map() };
  for (const expression of expressions) declare(build, place, frame, expression);
  return frame;
}

/** Binds count for the frame when they stand in a block, in another bind or in a branch of a condition there. */
function declare(build: Build, place: Place, frame: Frame, node: Node | undefined): void {
  if (node?.type === 'bind') {
    build.binds.add(node);
    const name = (node.lhs as Node).value as string;
    if (!frame.variables.has(name)) {
      const code = fresh(build, 'v');
      place.lines.push(`let ${code} = unbound;`);
      frame.variables.set(name, { code, certain: false, kind: 'any' });
    }
    declare(build, place, frame, node.rhs);
  } else if (node?.type === 'condition') {
    declare(build, place, frame, node.then);
    declare(build, place, frame, node.else);
  }
}

export function bind(build: Build, node: Node, place: Place): Value {
  if (!build.binds.has(node)) {
    return refuse(build, node, 'a variable is bound in a block: write `( $name := value; … )`');
  }
  const value = build.evaluate(node.rhs as Node, {
    ...place,
    tail: false,
    target: `$${(node.lhs as Node).value}`,
  });
  const variable = place.frame.variables.get((node.lhs as Node).value as string);
  if (variable === undefined) return refuse(build, node, 'a variable is bound in a block of its own');
  place.lines.push(`${variable.code} = ${value.code};`);
  return { code: variable.code, kind: value.kind };
}

/** From here on the variables that this expression of a block binds in any case are known to be bound. */
export function settle(frame: Frame, node: Node): void {
  if (node.type !== 'bind') return;
  const variable = frame.variables.get((node.lhs as Node).value as string);
  if (variable !== undefined) variable.certain = true;
  settle(frame, node.rhs as Node);
}

/** True when the name means a function of JSONata or of the field here, whatever happens. */
export function isBuiltin(build: Build, frame: Frame | undefined, name: string): boolean {
  for (let at = frame; at !== undefined; at = at.parent) {
    if (at.variables.has(name) || (at.tuple !== undefined && build.tupleNames.has(name))) return false;
  }
  return build.natives.has(name) || build.field.has(name);
}

export function readVariable(build: Build, node: Node, place: Place): Value {
  const name = node.value as string;
  if (name === '') return { code: `contextValue(${place.input})`, kind: 'raw' };
  if (name === '$') return { code: 'S.root', kind: 'any' };
  const code = read(build, place.frame, name);
  if (code === undefined) return refuse(build, node, `the variable $${name} is bound nowhere around here`);
  return { code, kind: 'raw' };
}

/** The value of a variable, from the innermost frame outwards; undefined when no frame can have it. */
export function read(build: Build, frame: Frame | undefined, name: string): string | undefined {
  if (frame === undefined) return readBuiltin(build, name);
  const variable = frame.variables.get(name);
  if (variable?.certain) return variable.code;
  const outer = read(build, frame.parent, name);
  if (variable !== undefined) return `(${variable.code} !== unbound ? ${variable.code} : ${outer})`;
  if (frame.tuple === undefined || !build.tupleNames.has(name)) return outer;
  const key = JSON.stringify(name);
  return `(Object.hasOwn(${frame.tuple}, ${key}) ? ${frame.tuple}[${key}] : ${outer})`;
}

function readBuiltin(build: Build, name: string): string | undefined {
  const native = build.natives.get(name) ?? build.field.get(name)?.native;
  return native === undefined ? undefined : `nativeValue(S, ${constant(build, native)})`;
}
