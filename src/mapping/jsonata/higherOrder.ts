import { type Callable, call, isCallable } from './callables.ts';
import { fail } from './failure.ts';
import { truthy } from './operators.ts';
import { type Run, spend } from './run.ts';
import { type Sequence, sequence } from './sequences.ts';
import { mergeSort } from './sorting.ts';

/** Position and list are handed over only to a function that takes them. */
function ask(fn: Callable, value: unknown, position: unknown, whole: unknown): unknown {
  const args = [value];
  if (fn.arity >= 2) args.push(position);
  if (fn.arity >= 3) args.push(whole);
  return call(fn, args, null);
}

export function map(run: Run, list?: unknown[], fn?: Callable): Sequence | undefined {
  if (list === undefined) return undefined;
  spend(run, list.length);
  const made = sequence();
  for (let i = 0; i < list.length; i++) {
    const value = ask(fn as Callable, list[i], i, list);
    if (value !== undefined) made.push(value);
  }
  return made;
}

export function filter(run: Run, list?: unknown[], fn?: Callable): Sequence | undefined {
  if (list === undefined) return undefined;
  spend(run, list.length);
  const made = sequence();
  for (let i = 0; i < list.length; i++) {
    if (truthy(ask(fn as Callable, list[i], i, list))) made.push(list[i]);
  }
  return made;
}

export function single(run: Run, list?: unknown[], fn?: Callable): unknown {
  if (list === undefined) return undefined;
  spend(run, list.length);
  const found = list.filter((value, i) => fn === undefined || truthy(ask(fn, value, i, list)));
  if (found.length > 1) fail('D3138');
  return found.length === 0 ? fail('D3139') : found[0];
}

export function reduce(run: Run, list?: unknown[], fn?: Callable, initial?: unknown): unknown {
  if (list === undefined) return undefined;
  spend(run, list.length);
  const { arity } = fn as Callable;
  if (arity < 2) fail('D3050');
  const fromFirst = initial === undefined && list.length > 0;
  let result = fromFirst ? list[0] : initial;
  for (let i = fromFirst ? 1 : 0; i < list.length; i++) {
    result = call(fn, [result, list[i], i, list].slice(0, Math.min(Math.max(arity, 2), 4)), null);
  }
  return result;
}

export function each(run: Run, object?: object, fn?: Callable): Sequence {
  const made = sequence();
  for (const [name, value] of members(run, object)) {
    const result = ask(fn as Callable, value, name, object);
    if (result !== undefined) made.push(result);
  }
  return made;
}

export function sift(run: Run, object?: object, fn?: Callable): object | undefined {
  const kept = members(run, object).filter(([name, value]) =>
    truthy(ask(fn as Callable, value, name, object)),
  );
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function members(run: Run, object: unknown): [string, unknown][] {
  if (typeof object !== 'object' || object === null) return [];
  const entries = Object.entries(object);
  spend(run, entries.length);
  return entries;
}

export function sort(run: Run, list?: unknown[], fn?: Callable): unknown {
  if (list === undefined || list.length <= 1) return list;
  if (isCallable(fn)) return mergeSort(run, list, (a, b) => Boolean(call(fn, [a, b], null)));
  const kind = typeof list[0];
  if ((kind !== 'number' && kind !== 'string') || list.some((value) => typeof value !== kind)) fail('D3070');
  return mergeSort(run, list, (a, b) => (a as number) > (b as number));
}
