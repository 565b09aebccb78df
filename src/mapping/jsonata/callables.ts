import { fail } from './failure.ts';
import type { Signature } from './reference.ts';
import { enter, type Run } from './run.ts';

/** A function as a value of the mapping: lambda, builtin, or one put together from them. */
export interface Callable {
  (args: unknown[], context: unknown): unknown;
  arity: number;
  /** Set on regular expressions. */
  pattern?: RegExp;
}

/** A function that stands ready before any mapping runs. */
export interface Native {
  readonly name: string;
  readonly arity: number;
  /** How many arguments there are for `$f(?, 1)`. */
  readonly parameters: number;
  validate?: ((args: unknown[], context: unknown) => unknown[]) | undefined;
  run(run: Run, args: unknown[]): unknown;
}

/** A call in tail position, not made yet: the caller makes it, so that the stack does not grow. */
export class TailCall {
  readonly callee: unknown;
  readonly args: unknown[];
  constructor(callee: unknown, args: unknown[]) {
    this.callee = callee;
    this.args = args;
  }
}

export function isCallable(value: unknown): value is Callable {
  return typeof value === 'function';
}

export function callable(arity: number, call: (args: unknown[], context: unknown) => unknown): Callable {
  return Object.assign((args: unknown[], context: unknown) => call(args, context), { arity });
}

export function lambda(
  run: Run,
  arity: number,
  signature: Signature | undefined,
  body: (args: unknown[], context: unknown) => unknown,
): Callable {
  return callable(arity, (given, context) => {
    enter(run);
    const args = signature === undefined ? given : signature.validate(given, context);
    const value = body(args, context);
    run.depth--;
    return value;
  });
}

/** Calls any function value; `context` stands in for an argument declared with `-`. */
export function call(callee: unknown, args: unknown[], context: unknown): unknown {
  let result = callOnce(callee, args, context);
  while (result instanceof TailCall) result = callOnce(result.callee, result.args, context);
  return result;
}

function callOnce(callee: unknown, args: unknown[], context: unknown): unknown {
  return isCallable(callee) ? callee(args, context) : fail('T1006');
}

export function native(run: Run, fn: Native, args: unknown[], context: unknown): unknown {
  return fn.run(run, fn.validate === undefined ? args : fn.validate(args, context));
}

/** A builtin named without being called: `$map(a, $trim)`. */
export function nativeValue(run: Run, fn: Native): Callable {
  return callable(fn.arity, (args, context) => native(run, fn, args, context));
}

/** `$f(?, 1)`: `open` holds the places that the later call fills. */
export function partial(callee: unknown, given: unknown[], open: number[]): Callable {
  if (!isCallable(callee)) return fail('T1008');
  return callable(open.length, (args) => call(callee, filled(given, open, args), null));
}

/** A builtin partially applied is called without the checks of its arguments, as in the reference. */
export function partialNative(run: Run, fn: Native, given: unknown[], open: number[]): Callable {
  const width = Math.max(fn.parameters, given.length);
  const padded = [...given, ...new Array(width - given.length).fill(undefined)];
  return callable(open.length, (args) => fn.run(run, filled(padded, open, args)));
}

function filled(given: unknown[], open: number[], args: unknown[]): unknown[] {
  const all = given.slice();
  open.forEach((place, i) => {
    all[place] = args[i];
  });
  return all;
}

/** `$f ~> $g` and `value ~> $g`. */
export function applied(left: unknown, right: unknown): unknown {
  if (!isCallable(right)) return fail('T2006', right);
  if (!isCallable(left)) return call(right, [left], null);
  return callable(1, (args) => call(right, [call(left, [args[0]], null)], null));
}
