import type { Native } from './callables.ts';
import type { Node } from './reference.ts';

/**
 * What is known of a value before the mapping runs. `text`, `number`, `flag`, `object` and `list` are never nothing;
 * `single` may be nothing but is no list; `raw` may be a sequence not yet in normal form.
 */
export type Kind = 'text' | 'number' | 'flag' | 'object' | 'list' | 'single' | 'any' | 'raw';

/** A JavaScript expression without effect, and what is known of its value. */
export interface Value {
  code: string;
  kind: Kind;
}

export const nothing: Value = { code: 'undefined', kind: 'single' };

/** Variables that one block, function or step of a path brings along. */
export interface Frame {
  parent?: Frame | undefined;
  variables: Map<string, Variable>;
  /** JavaScript variable of the tuple whose members are variables here. */
  tuple?: string;
}

export interface Variable {
  code: string;
  /** Bound wherever it is read from now on. */
  certain: boolean;
  kind: Kind;
}

/** Where code is being written: one JavaScript function's statements so far, and what they stand in. */
export interface Place {
  lines: string[];
  /** JavaScript variable of the context value. */
  input: string;
  /** JavaScript variable that holds the context when it is a plain object, else null. */
  object: string;
  frame: Frame;
  /** The field of the target being made: `lines[].quantity`. */
  target: string;
  /** Inside a function of the mapping: the context of its caller. */
  caller?: string | undefined;
  /** The value is returned by a function of the mapping as it is. */
  tail?: boolean;
  /** The target already counts elements: `lines[]`. */
  listed?: boolean;
}

/** A place in the mapping that a failure can be told with. */
export interface Site {
  position: number;
  target: string;
  /** `$code`, `+`: what failed. */
  what: string;
  /** Source fields that went in. */
  sources: string[];
}

export interface Refusal {
  position: number;
  detail: string;
}

/** A function of the field: checks the arguments that are written out, and is called with those of the run. */
export interface FieldFunction {
  name: string;
  least: number;
  most: number;
  native: Native;
  /** Called with the run and the arguments, without an array of arguments on the way. */
  direct(...args: never[]): unknown;
  /** What is wrong with a text written as the first argument, if anything. */
  checkFirst?(text: string): string | undefined;
}

/** Everything one compilation gathers. */
export interface Build {
  /** Values that the generated code refers to as k0, k1, … */
  constants: unknown[];
  sites: Site[];
  refusals: Refusal[];
  natives: ReadonlyMap<string, Native>;
  field: ReadonlyMap<string, FieldFunction>;
  /** Binds that stand where a variable may be bound. */
  binds: Set<Node>;
  /** Names that tuples may carry: of `@$x`, `#$i` and `%`. */
  tupleNames: ReadonlySet<string>;
  count: number;
  evaluate(node: Node, place: Place): Value;
}

export function fresh(build: Build, letter: string): string {
  return `${letter}${build.count++}`;
}

export function constant(build: Build, value: unknown): string {
  const known = build.constants.indexOf(value);
  return `k${known >= 0 ? known : build.constants.push(value) - 1}`;
}

/** Keeps the value of an expression, so that it is computed once. */
export function keep(build: Build, place: Place, code: string, kind: Kind): Value {
  const name = fresh(build, 't');
  place.lines.push(`const ${name} = ${code};`);
  return { code: name, kind };
}

/** Whatever fails from here on is told with this place. */
export function mark(build: Build, site: Site): string {
  const last = build.sites.length - 1;
  const previous = build.sites[last];
  const same =
    previous?.position === site.position && previous.target === site.target && previous.what === site.what;
  return `S.at = ${same ? last : build.sites.push(site) - 1};`;
}

export function refuse(build: Build, node: Node, detail: string): Value {
  build.refusals.push({ position: startOf(node), detail });
  return nothing;
}

/** The parser counts to the end of a token; names and texts are pointed at where they begin. */
function startOf({ type, value, position = 0 }: Node): number {
  if (type === 'variable') return position - String(value).length;
  return type === 'string' ? position - String(value).length - 1 : position;
}

/** Statements and result of an expression as a function of its context. */
export function contextFunction(
  build: Build,
  place: Place,
  write: (inner: Place) => string,
  frame: Frame = place.frame,
): string {
  const input = fresh(build, 'i');
  const object = fresh(build, 'o');
  const inner: Place = { ...place, lines: [], input, object, frame, tail: false };
  const result = write(inner);
  const body = `${inner.lines.join('\n')}\nreturn ${result};`;
  const declared = body.includes(object) ? `const ${object} = plain(${input});\n` : '';
  return `(${input}) => {\n${declared}${body}\n}`;
}

/** A property of a plain object by name; names that every object inherits are asked for as its own. */
export function member(object: string, name: string): string {
  if (name in Object.prototype) return `lookup(${object}, ${JSON.stringify(name)})`;
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `${object}.${name}` : `${object}[${JSON.stringify(name)}]`;
}
