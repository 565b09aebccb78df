import { fail } from './failure.ts';
import type { Sequence } from './sequences.ts';

/** Longest list that `[a..b]` may make: its ends may come from a document. */
const longestRange = 100_000;

export function isNumeric(value: unknown): value is number {
  if (typeof value !== 'number' || Number.isNaN(value)) return false;
  if (!Number.isFinite(value)) fail('D1001', value);
  return true;
}

export function add(left: unknown, right: unknown): number | undefined {
  return bothNumeric(left, right) ? (left as number) + (right as number) : undefined;
}
export function subtract(left: unknown, right: unknown): number | undefined {
  return bothNumeric(left, right) ? (left as number) - (right as number) : undefined;
}
export function multiply(left: unknown, right: unknown): number | undefined {
  return bothNumeric(left, right) ? (left as number) * (right as number) : undefined;
}
export function divide(left: unknown, right: unknown): number | undefined {
  return bothNumeric(left, right) ? (left as number) / (right as number) : undefined;
}
export function remainder(left: unknown, right: unknown): number | undefined {
  return bothNumeric(left, right) ? (left as number) % (right as number) : undefined;
}

function bothNumeric(left: unknown, right: unknown): boolean {
  if (left !== undefined && !isNumeric(left)) fail('T2001', left);
  if (right !== undefined && !isNumeric(right)) fail('T2002', right);
  return left !== undefined && right !== undefined;
}

export function negate(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  return isNumeric(value) ? -value : fail('D1002', value);
}

export function equal(left: unknown, right: unknown): boolean {
  if (left === undefined || right === undefined) return false;
  return left === right || (typeof left === 'object' && deepEqual(left, right));
}

export function unequal(left: unknown, right: unknown): boolean {
  if (left === undefined || right === undefined) return false;
  return !(left === right || (typeof left === 'object' && deepEqual(left, right)));
}

export function deepEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((value, i) => deepEqual(value, right[i]));
  }
  return sameMembers(left as Record<string, unknown>, right as Record<string, unknown>);
}

function sameMembers(left: Record<string, unknown>, right: Record<string, unknown>): boolean {
  const names = Object.getOwnPropertyNames(left);
  if (names.length !== Object.getOwnPropertyNames(right).length) return false;
  return names.every((name) => Object.hasOwn(right, name) && deepEqual(left[name], right[name]));
}

export function less(left: unknown, right: unknown): boolean | undefined {
  return comparable(left, right) ? (left as number) < (right as number) : undefined;
}
export function lessOrEqual(left: unknown, right: unknown): boolean | undefined {
  return comparable(left, right) ? (left as number) <= (right as number) : undefined;
}
export function greater(left: unknown, right: unknown): boolean | undefined {
  return comparable(left, right) ? (left as number) > (right as number) : undefined;
}
export function greaterOrEqual(left: unknown, right: unknown): boolean | undefined {
  return comparable(left, right) ? (left as number) >= (right as number) : undefined;
}

function comparable(left: unknown, right: unknown): boolean {
  if (!canCompare(left)) fail('T2010', left);
  if (!canCompare(right)) fail('T2010', right);
  if (left === undefined || right === undefined) return false;
  if (typeof left !== typeof right) fail('T2009', left);
  return true;
}

function canCompare(value: unknown): boolean {
  return value === undefined || typeof value === 'string' || typeof value === 'number';
}

export function includes(value: unknown, list: unknown): boolean {
  if (value === undefined || list === undefined) return false;
  return Array.isArray(list) ? list.some((each) => each === value) : list === value;
}

export function range(from: unknown, to: unknown): Sequence | undefined {
  if (from !== undefined && !Number.isInteger(from)) fail('T2003', from);
  if (to !== undefined && !Number.isInteger(to)) fail('T2004', to);
  if (from === undefined || to === undefined || (from as number) > (to as number)) return undefined;
  const length = (to as number) - (from as number) + 1;
  if (length > longestRange) fail('D2014', length);
  const made: Sequence = Array.from({ length }, (_, i) => (from as number) + i);
  made.sequence = true;
  return made;
}

/** The effective boolean value; nothing is false. */
export function truthy(value: unknown): boolean {
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'string':
      return value.length > 0;
    case 'number':
      return isNumeric(value) && value !== 0;
    case 'object':
      if (value === null) return false;
      return Array.isArray(value) ? value.some(truthy) : Object.keys(value).length > 0;
    default:
      return false;
  }
}
