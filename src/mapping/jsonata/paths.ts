import { isNumeric, truthy } from './operators.ts';
import { type Run, spend } from './run.ts';
import {
  addElement,
  append,
  isSequence,
  last,
  middle,
  normal,
  pushAll,
  type Sequence,
  sequence,
} from './sequences.ts';

type Step = (item: unknown) => unknown;
type Document = Record<string, unknown>;

/** A document in which a name can be looked up at once; null for lists, plain values and nothing. */
export function plain(value: unknown): Document | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Document) : null;
}

/** `$lookup`: own members only, so that `constructor` and `__proto__` are names like any other. */
export function lookup(input: unknown, name: string): unknown {
  if (Array.isArray(input)) return lookupEach(input, name);
  if (typeof input !== 'object' || input === null) return undefined;
  return Object.hasOwn(input, name) ? (input as Document)[name] : undefined;
}

function lookupEach(items: unknown[], name: string): Sequence {
  const found = sequence();
  for (const item of items) addElement(found, lookup(item, name));
  return found;
}

/** A step that is a name. */
export function named(input: unknown, name: string): unknown {
  return normal(lookup(input, name));
}

/** The rest of a path of names, from what the step before came upon. */
export function names(run: Run, start: unknown, rest: readonly string[]): unknown {
  let at = start;
  for (let i = 0; i < rest.length && at !== undefined; i++) {
    const name = rest[i] as string;
    at = step(run, at, (item) => named(item, name), i === rest.length - 1);
  }
  return at;
}

/** As `names`, with more steps to come. */
export function namesWithin(run: Run, start: unknown, rest: readonly string[]): unknown {
  let at = start;
  for (const name of rest) at = step(run, at, (item) => named(item, name), false);
  return at;
}

/** The first step of a path: the context may be a list, and may be nothing. */
export function first(run: Run, input: unknown, apply: Step, isLast: boolean): unknown {
  if (Array.isArray(input)) return each(run, input, apply, isLast);
  const value = apply(input);
  return isLast ? last(value) : middle(value);
}

/** A later step: `at` is undefined, one value, or a flat sequence. */
export function step(run: Run, at: unknown, apply: Step, isLast: boolean): unknown {
  if (Array.isArray(at)) return each(run, at, apply, isLast);
  if (at === undefined) return undefined;
  const value = apply(at);
  return isLast ? last(value) : middle(value);
}

function each(run: Run, items: unknown[], apply: Step, isLast: boolean): unknown {
  const values = rawStep(run, items, apply, isLast);
  return isLast ? normal(values) : values;
}

/** One step over a list, as the reference does it; the sequence comes back as it is. */
export function rawStep(run: Run, items: unknown[], apply: Step, isLast: boolean): Sequence {
  spend(run, items.length);
  const results: unknown[] = [];
  for (let i = 0; i < items.length; i++) {
    const value = apply(items[i]);
    if (value !== undefined) results.push(value);
  }
  return flattened(results, isLast);
}

function flattened(results: unknown[], isLast: boolean): Sequence {
  const only = results[0] as Sequence;
  if (isLast && results.length === 1 && Array.isArray(only) && !isSequence(only)) return only;
  const flat = sequence();
  for (const value of results) {
    if (Array.isArray(value) && (value as Sequence).cons !== true) pushAll(flat, value);
    else flat.push(value);
  }
  return flat;
}

/** As `first` and `step`, of a step that makes elements of the target: a failure tells which element. */
export function making(run: Run, at: unknown, apply: Step, isLast: boolean, isFirst: boolean): unknown {
  let index = -1;
  const counted: Step = (item) => {
    index++;
    return apply(item);
  };
  try {
    return isFirst ? first(run, at, counted, isLast) : step(run, at, counted, isLast);
  } catch (error) {
    run.indices.unshift(Math.max(index, 0));
    throw error;
  }
}

/** What the steps of a path in need of their raw sequence start from. */
export function start(input: unknown): unknown[] {
  return Array.isArray(input) ? input : sequence(input);
}

/** `[]` after a path, or a group: the sequence as it is, of a middle state. */
export function raw(at: unknown): Sequence {
  if (at === undefined) return sequence();
  return Array.isArray(at) ? (at as Sequence) : sequence(at);
}

/** `path[]`: one value stays a list. */
export function kept(found: Sequence): Sequence {
  const list =
    Array.isArray(found) && found.cons === true && found.sequence !== true ? sequence(found) : found;
  if (list?.sequence === true) list.keepSingleton = true;
  return list;
}

/** `[predicate]`: numbers pick by position, anything else by truth. */
export function filter(run: Run, input: unknown, test: Step): Sequence {
  const items = start(input);
  spend(run, items.length);
  const kept = sequence();
  for (let i = 0; i < items.length; i++) pick(test(items[i]), i, items, kept);
  return kept;
}

function pick(verdict: unknown, index: number, items: unknown[], kept: Sequence): void {
  if (verdict === true) kept.push(items[index]);
  else if (isNumeric(verdict)) pickAt([verdict], index, items, kept);
  else if (Array.isArray(verdict) && verdict.every(isNumeric)) pickAt(verdict, index, items, kept);
  else if (truthy(verdict)) kept.push(items[index]);
}

function pickAt(positions: number[], index: number, items: unknown[], kept: Sequence): void {
  for (const position of positions) {
    const whole = Math.floor(position);
    if ((whole < 0 ? items.length + whole : whole) === index) kept.push(items[index]);
  }
}

/** A filter on one value that need not become a sequence. */
export function filterOne(run: Run, input: unknown, test: Step): unknown {
  if (input === undefined || Array.isArray(input)) return filter(run, input, test);
  const verdict = test(input);
  if (typeof verdict === 'boolean') return verdict ? input : undefined;
  const found = sequence();
  pick(verdict, 0, [input], found);
  return found;
}

/** `[0]`: a written position. */
export function nth(input: unknown, position: number): Sequence {
  const items = start(input);
  const whole = Math.floor(position);
  const item = items[whole < 0 ? items.length + whole : whole];
  if (Array.isArray(item)) return item;
  return item === undefined ? sequence() : sequence(item);
}

/** `*` */
export function wildcard(input: unknown): Sequence {
  const at = Array.isArray(input) && (input as Sequence).outerWrapper && input.length > 0 ? input[0] : input;
  let found = sequence();
  if (typeof at !== 'object' || at === null) return found;
  for (const value of Object.values(at as Document)) {
    if (Array.isArray(value)) found = append(found, value.flat(Number.POSITIVE_INFINITY)) as Sequence;
    else found.push(value);
  }
  return found;
}

/** `**` */
export function descendants(run: Run, input: unknown): unknown {
  if (input === undefined) return undefined;
  const found = sequence();
  descend(run, input, found);
  return found.length === 1 ? found[0] : found;
}

function descend(run: Run, input: unknown, found: Sequence): void {
  spend(run, 1);
  if (!Array.isArray(input)) found.push(input);
  if (typeof input !== 'object' || input === null) return;
  const members = Array.isArray(input) ? input : Object.values(input);
  for (const member of members) descend(run, member, found);
}
