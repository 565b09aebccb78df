import type { Json, JsonObject } from '../../vocabulary/json.ts';
import { equal } from '../merge.ts';
import { valueAt } from '../pointer.ts';
import { withValueAt } from './pointers.ts';

type ElementKeys = ReadonlyMap<string, readonly string[]>;

/** One change of a record that two things shared, and with which of them it goes. */
export interface Step {
  goes: 'stays' | 'leaves';
  before: JsonObject;
  after: JsonObject;
  /** JSON pointers, arrays by element key. */
  changed: readonly string[];
}

/** What stays: the record without what the leaving side changed, where the staying one has not said otherwise since. */
export function withoutLeaving(
  record: JsonObject,
  steps: readonly Step[],
  elementKeys: ElementKeys,
): JsonObject {
  const back = new Map<string, { put: Json | undefined; was: Json | undefined }>();
  for (const { goes, before, after, changed } of steps)
    for (const pointer of changed) {
      if (goes === 'stays') {
        back.delete(pointer);
        continue;
      }
      const put = valueAt(after, pointer, elementKeys);
      const was = back.has(pointer) ? back.get(pointer)!.was : valueAt(before, pointer, elementKeys);
      back.set(pointer, { put, was });
    }
  let result = record;
  for (const [pointer, { put, was }] of back)
    if (equal(valueAt(result, pointer, elementKeys), put))
      result = withValueAt(result, pointer, was, elementKeys);
  return { ...emptyOf(steps[0]?.before ?? {}), ...result };
}

/** What was empty before is so again. */
function emptyOf(record: JsonObject): JsonObject {
  const isEmpty = (value: Json) =>
    typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  return Object.fromEntries(Object.entries(record).filter(([, value]) => isEmpty(value)));
}

/** What leaves: its own record as it was, with what its own systems changed since. */
export function withLeaving(
  record: JsonObject,
  steps: readonly Step[],
  elementKeys: ElementKeys,
): JsonObject {
  let result = record;
  for (const { goes, after, changed } of steps) {
    if (goes === 'stays') continue;
    for (const pointer of changed)
      result = withValueAt(result, pointer, valueAt(after, pointer, elementKeys), elementKeys);
  }
  return result;
}
