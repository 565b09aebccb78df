import type { Json } from '../../vocabulary/json.ts';
import type { Dialect } from './database.ts';

/** A JSON value as text for the database; objects and lists as JSON text; missing is null. */
export function toValue(value: Json | undefined, dialect: Dialect): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return dialect.boolean(value);
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}
