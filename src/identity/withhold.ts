import type { Arrival, Speaker } from './arrival.ts';
import type { Next } from './next.ts';
import { withPortion } from './portion.ts';
import type { CurrentRecord } from './records.ts';

/** Of a change what becomes true at once, and the pointers that wait for a second person. */
export interface Withheld {
  next?: Next;
  waits: string[];
}

/** Whether a pointer lies in one of these attributes of the entity. */
export function isGoverned(pointer: string, governed: readonly string[]): boolean {
  return governed.includes(pointer.split('/', 2)[1]!);
}

/** Leaves the governed attributes of a known thing as they are; a new thing comes with all it has. */
export function withhold(
  { governed = [], entity }: Pick<Speaker, 'governed' | 'entity'>,
  current: CurrentRecord | undefined,
  next: Next,
): Withheld {
  const waits = current ? next.changed.filter((pointer) => isGoverned(pointer, governed)) : [];
  if (!current || waits.length === 0) return { next, waits: [] };
  const rest = next.changed.filter((pointer) => !waits.includes(pointer));
  const { record: data, changed } = withPortion(current.data, next.record.data, rest, entity.elementKeys);
  if (changed.length === 0) return { waits };
  return { next: { ...next, record: { ...next.record, data }, changed }, waits };
}

/** A change that waits for a second person. */
export interface WaitingChange {
  arrival: Arrival;
  key: string;
  waits: readonly string[];
}
