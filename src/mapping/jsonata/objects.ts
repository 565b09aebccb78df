import { fail } from './failure.ts';
import { append, type Sequence, sequence } from './sequences.ts';

type Made = Record<string, unknown>;

/** The context in which an object constructor makes its values: a list counts as one group. */
export function groupContext(input: unknown): unknown {
  if (!Array.isArray(input)) return input;
  let context: unknown = input[0];
  for (let i = 1; i < input.length; i++) context = append(context, input[i]);
  return context;
}

export interface Pair {
  key(item: unknown): unknown;
  value(group: unknown): unknown;
}

/** `{key: value}` with keys from the data: items with the same key make one group. */
export function group(input: unknown, pairs: readonly Pair[]): Made {
  const items = Array.isArray(input) ? (input as Sequence) : sequence(input);
  const groups = new Map<string, { data: unknown; pair: number }>();
  for (const item of items.length === 0 ? [undefined] : items) {
    for (let pair = 0; pair < pairs.length; pair++)
      addToGroup(groups, (pairs[pair] as Pair).key(item), item, pair);
  }
  const made: Made = {};
  for (const [name, { data, pair }] of inKeyOrder(groups)) set(made, name, (pairs[pair] as Pair).value(data));
  return made;
}

export function addToGroup(
  groups: Map<string, { data: unknown; pair: number }>,
  key: unknown,
  item: unknown,
  pair: number,
): void {
  if (key === undefined) return;
  if (typeof key !== 'string') fail('T1003', key);
  if (key === '_jsonata_lambda' || key === '_jsonata_function') fail('D1013', key);
  const present = groups.get(key);
  if (present === undefined) groups.set(key, { data: item, pair });
  else if (present.pair !== pair) fail('D1009', key);
  else present.data = append(present.data, item);
}

/** Names that are whole numbers come first, as in every JavaScript object. */
export function inKeyOrder<T>(groups: Map<string, T>): [string, T][] {
  const entries = [...groups];
  if (!entries.some(([name]) => isIndex(name))) return entries;
  const numbers = entries.filter(([name]) => isIndex(name)).sort(([a], [b]) => Number(a) - Number(b));
  return [...numbers, ...entries.filter(([name]) => !isIndex(name))];
}

function isIndex(name: string): boolean {
  return /^(0|[1-9]\d{0,9})$/.test(name) && Number(name) < 4294967295;
}

/** Sets a member of a plain object whatever its name is: `__proto__` from a document changes no prototype. */
export function set(target: Made, name: string, value: unknown): void {
  if (value === undefined) return;
  if (name === '__proto__') {
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
  } else {
    target[name] = value;
  }
}
