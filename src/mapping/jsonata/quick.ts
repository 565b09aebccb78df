import { type Build, constant, type Kind, type Value } from './place.ts';
import { trim } from './trim.ts';

/** A builtin called without checking its arguments against a signature, where a test of their types suffices. */
export interface Quick {
  /** JavaScript condition under which the quick way holds; undefined: always. */
  test: string | undefined;
  code: string;
  kind: Kind;
  /** Neither way gives a list. */
  single: boolean;
}

/** Types of the arguments, those after `?` optional: s text, n number, b any plain value. */
const shapes: Record<string, { shape: string; list?: true }> = {
  trim: { shape: 's' },
  uppercase: { shape: 's' },
  lowercase: { shape: 's' },
  length: { shape: 's' },
  substring: { shape: 'sn?n' },
  substringBefore: { shape: 'ss' },
  substringAfter: { shape: 'ss' },
  contains: { shape: 'ss' },
  split: { shape: 'ss', list: true },
  replace: { shape: 'sss' },
  pad: { shape: 'sn?s' },
  number: { shape: 'v' },
  string: { shape: 'v' },
  floor: { shape: 'n' },
  ceil: { shape: 'n' },
  abs: { shape: 'n' },
  round: { shape: 'n?n' },
};

const typeNames: Record<string, string> = { s: 'string', n: 'number' };

export function quickCall(build: Build, name: string, args: Value[]): Quick | undefined {
  if (args.length === 1 && inline[name] !== undefined) return inline[name]((args[0] as Value).code);
  const quick = shapes[name];
  if (quick === undefined || !fits(quick.shape, args.length)) return undefined;
  const types = quick.shape.replace('?', '');
  const tests = args.map((arg, i) => typeTest(types.charAt(i), arg)).filter((test) => test !== '');
  const code = `${direct(build, name)}${name === 'trim' ? `(${codes(args)})` : `(S, [${codes(args)}])`}`;
  const test = tests.length === 0 ? undefined : tests.join(' && ');
  return { test, code, kind: quick.list ? 'list' : 'single', single: quick.list === undefined };
}

function direct(build: Build, name: string): string {
  if (name === 'trim') return constant(build, trim);
  const native = build.natives.get(name);
  return native === undefined ? 'undefined' : constant(build, native.run);
}

function fits(shape: string, count: number): boolean {
  const [least, more] = shape.split('?');
  return count >= (least as string).length && count <= (least as string).length + (more ?? '').length;
}

function typeTest(type: string, { code, kind }: Value): string {
  if (type === 'v') {
    return kind === 'text' || kind === 'number'
      ? ''
      : `(typeof ${code} === 'string' || typeof ${code} === 'number')`;
  }
  if ((type === 's' && kind === 'text') || (type === 'n' && kind === 'number')) return '';
  return `typeof ${code} === '${typeNames[type]}'`;
}

function codes(args: Value[]): string {
  return args.map((arg) => arg.code).join(', ');
}

/** Written into the code: they take any value. */
const inline: Record<string, (code: string) => Quick> = {
  exists: (code) => always(`${code} !== undefined`, 'flag'),
  not: (code) => always(`${code} === undefined ? undefined : !truthy(${code})`, 'single'),
  boolean: (code) => always(`${code} === undefined ? undefined : truthy(${code})`, 'single'),
  count: (code) =>
    always(`${code} === undefined ? 0 : Array.isArray(${code}) ? ${code}.length : 1`, 'number'),
};

function always(code: string, kind: Kind): Quick {
  return { test: undefined, code, kind, single: true };
}
