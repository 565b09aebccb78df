import { isObject, type Json } from '../vocabulary/json.ts';
import { textAt } from './read.ts';

/** What identifies an element of a list: the values at its key paths (`lineNo`, `item.item`), joined by `+`. */
export function elementKey(element: Json, keys: readonly string[]): string {
  if (!isObject(element)) return String(element);
  if (keys.length === 1) return textAt(element, keys[0]!) ?? '';
  return keys.map((path) => textAt(element, path) ?? '').join('+');
}
