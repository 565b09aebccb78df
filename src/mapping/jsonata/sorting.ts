import { fail } from './failure.ts';
import { type Run, spend } from './run.ts';

export interface Term {
  descending: boolean;
  of(item: unknown): unknown;
}

/** `^(terms)`: stable; values that are missing come last. */
export function orderBy(run: Run, items: unknown[], terms: readonly Term[]): unknown[] {
  return mergeSort(run, items, (a, b) => compare(a, b, terms) === 1);
}

function compare(a: unknown, b: unknown, terms: readonly Term[]): number {
  let order = 0;
  for (let i = 0; order === 0 && i < terms.length; i++) {
    const term = terms[i] as Term;
    order = compareBy(term.of(a), term.of(b), term.descending);
  }
  return order;
}

function compareBy(a: unknown, b: unknown, descending: boolean): number {
  if (a === undefined) return b === undefined ? 0 : 1;
  if (b === undefined) return -1;
  if (!canOrder(a) || !canOrder(b)) fail('T2008', canOrder(a) ? b : a);
  if (typeof a !== typeof b) fail('T2007', a);
  if (a === b) return 0;
  const order = (a as number) < (b as number) ? -1 : 1;
  return descending ? -order : order;
}

function canOrder(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

/** The reference's merge sort: the comparator is asked for the same pairs, so that odd comparators sort alike. */
export function mergeSort(run: Run, items: unknown[], after: (a: unknown, b: unknown) => boolean): unknown[] {
  if (items.length <= 1) return items;
  spend(run, items.length);
  const middle = Math.floor(items.length / 2);
  const left = mergeSort(run, items.slice(0, middle), after);
  const right = mergeSort(run, items.slice(middle), after);
  return merge(left, right, after);
}

function merge(left: unknown[], right: unknown[], after: (a: unknown, b: unknown) => boolean): unknown[] {
  const merged: unknown[] = [];
  let l = 0;
  let r = 0;
  while (l < left.length && r < right.length) merged.push(after(left[l], right[r]) ? right[r++] : left[l++]);
  while (l < left.length) merged.push(left[l++]);
  while (r < right.length) merged.push(right[r++]);
  return merged;
}
