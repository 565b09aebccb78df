import type { Json, JsonObject } from '../../vocabulary/json.ts';
import { equal } from '../merge.ts';
import { valueAt, withValueAt } from '../pointer.ts';

type ElementKeys = ReadonlyMap<string, readonly string[]>;

/** One change of a record that two things shared, and with which of them it goes. */
export interface Step {
  goes: 'stays' | 'leaves';
  before: JsonObject;
  after: JsonObject;
  /** JSON pointers, arrays by element key. */
  changed: readonly string[];
}

/** What stays: the record without what the leaving side changed, the last change first, where the staying one has not said otherwise since. */
export function withoutLeaving(
  record: JsonObject,
  steps: readonly Step[],
  elementKeys: ElementKeys,
): JsonObject {
  const kept = new Set<string>();
  let result = record;
  for (const { goes, before, after, changed } of steps.toReversed())
    for (const pointer of changed)
      if (goes === 'stays') kept.add(pointer);
      else if (!kept.has(pointer) && isStill(result, after, pointer, elementKeys))
        result = withValueAt(result, pointer, valueAt(before, pointer, elementKeys), elementKeys);
  return { ...emptyOf(steps[0]?.before ?? {}), ...result };
}

function isStill(record: JsonObject, after: JsonObject, pointer: string, elementKeys: ElementKeys): boolean {
  return equal(valueAt(record, pointer, elementKeys), valueAt(after, pointer, elementKeys));
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
