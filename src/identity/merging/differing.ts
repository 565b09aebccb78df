import type { JsonObject } from '../../vocabulary/json.ts';
import { equal } from '../merge.ts';

/** The attributes by which two records differ, as JSON pointers. */
export function differing(a: JsonObject, b: JsonObject): string[] {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].filter((name) => !equal(a[name], b[name])).map((name) => `/${name}`);
}
