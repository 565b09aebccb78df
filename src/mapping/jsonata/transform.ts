import { type Callable, callable } from './callables.ts';
import { fail } from './failure.ts';
import { set } from './objects.ts';

type Part = (context: unknown) => unknown;

/** `|pattern|update, deletions|`: a function that gives a changed copy. */
export function transformer(clone: Callable, pattern: Part, update: Part, deletions?: Part): Callable {
  return callable(1, (args) => {
    const [given] = args;
    if (args.length !== 1 || (given !== undefined && (typeof given !== 'object' || given === null))) {
      return fail('T0410', given, 1);
    }
    if (given === undefined) return undefined;
    const copy = clone([given], null);
    for (const match of listOf(pattern(copy))) change(match, update(match), deletions?.(match));
    return copy;
  });
}

function change(match: unknown, update: unknown, deletions: unknown): void {
  if (update !== undefined) {
    if (typeof update !== 'object' || update === null || Array.isArray(update)) fail('T2011', update);
    for (const [name, value] of Object.entries(update)) set(match as Record<string, unknown>, name, value);
  }
  if (deletions === undefined) return;
  for (const name of listOf(deletions)) {
    if (typeof name !== 'string') fail('T2012', deletions);
    else if (typeof match === 'object' && match !== null) delete (match as Record<string, unknown>)[name];
  }
}

function listOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
