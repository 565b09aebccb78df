/**
 * JSONata's sequences: a list that a path, a filter or a wildcard came upon. One with a single value stands for
 * that value, an empty one for nothing. They are arrays that carry a mark, as in the reference implementation.
 */
export interface Sequence extends Array<unknown> {
  sequence?: boolean;
  /** `[]` was written: stays a list although there is one value. */
  keepSingleton?: boolean;
  /** An array that a path built itself: never flattened into the result. */
  cons?: boolean;
  tupleStream?: boolean;
  /** The document was an array: the wrapper makes it one value. */
  outerWrapper?: boolean;
}

export function sequence(...values: unknown[]): Sequence {
  const made: Sequence = values;
  made.sequence = true;
  return made;
}

export function isSequence(value: Sequence): boolean {
  return value.sequence === true;
}

/** What an expression is worth once its sequence is looked at from outside. */
export function normal(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const list = value as Sequence;
  if (list.sequence !== true || list.tupleStream === true) return list;
  if (list.length === 0) return undefined;
  return list.length === 1 && list.keepSingleton !== true ? list[0] : list;
}

/** As `normal`, of an expression followed by `[]`. */
export function normalKept(value: unknown): unknown {
  const list = value as Sequence;
  if (Array.isArray(value) && list.sequence === true && list.tupleStream !== true) list.keepSingleton = true;
  return normal(value);
}

/** The value of the last step of a path that started from one value. */
export function last(value: unknown): unknown {
  if (!Array.isArray(value) || !isSequence(value)) return value;
  return normal(flat(value));
}

/** The value of a step within a path: undefined, one value, or a sequence to go through. */
export function middle(value: unknown): unknown {
  return Array.isArray(value) ? flat(value) : value;
}

export function flat(value: Sequence): Sequence {
  return value.cons === true ? sequence(value) : pushAll(sequence(), value);
}

export function pushAll(target: Sequence, values: readonly unknown[]): Sequence {
  for (let i = 0; i < values.length; i++) target.push(values[i]);
  return target;
}

/** `$append`: an array is added value by value, anything else as one value. */
export function append(left: unknown, right: unknown): unknown {
  if (left === undefined) return right;
  if (right === undefined) return left;
  const start = Array.isArray(left) ? left : [left];
  return start.concat(right);
}

/** Adds the value of one element of `[a, b]`. */
export function addElement(target: unknown[], value: unknown): void {
  if (Array.isArray(value)) pushAll(target as Sequence, value);
  else if (value !== undefined) target.push(value);
}

/** Takes the marks off a finished result, so that it is plain JSON. Parts of the document carry none. */
export function withoutMarks(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (!Array.isArray(value)) {
    const members = value as Record<string, unknown>;
    for (const name in members) {
      const member = members[name];
      if (typeof member !== 'object' || member === null) continue;
      const plain = withoutMarks(member);
      if (plain !== member) members[name] = plain;
    }
    return value;
  }
  const list = value as Sequence;
  const plain = list.sequence === true || list.cons === true ? list.slice() : list;
  for (let i = 0; i < plain.length; i++) {
    const element = withoutMarks(plain[i]);
    if (element !== plain[i]) plain[i] = element;
  }
  return plain;
}

/** Marks the array of `a.[b, c]`, so that the path does not flatten it. */
export function constructed(list: unknown[]): unknown[] {
  Object.defineProperty(list, 'cons', { enumerable: false, configurable: false, value: true });
  return list;
}
