import type { Place } from '../../../register/find.ts';
import { readCursor, writeCursor } from '../../cursor.ts';
import { refuse } from '../../problems.ts';

/** Where a page of records ended, as its cursor says. */
export function placeOf(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  const parts = readCursor(cursor, 2);
  return Array.isArray(parts) ? { day: parts[0]!, key: parts[1]! } : refuse(parts);
}

export function cursorOf({ day, key }: Place): string {
  return writeCursor(day, key);
}
