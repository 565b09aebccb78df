import type { Arrival, Speaker } from './arrival.ts';
import { renumbered } from './matching/strongNumbers.ts';
import type { Next } from './next.ts';
import type { Observation } from './observations.ts';
import { touch, valueAt, withValueAt } from './pointer.ts';
import { withPortion } from './portion.ts';
import type { CurrentRecord } from './records.ts';
import { withToldOf } from './told.ts';

/** Of a change what becomes true at once, and the pointers that wait for a second person. */
export interface Withheld {
  next?: Next;
  waits: string[];
}

/** Whether a pointer lies in one of these attributes of the entity. */
export function isGoverned(pointer: string, governed: readonly string[]): boolean {
  return governed.includes(pointer.split('/', 2)[1]!);
}

type Withholding = Pick<Speaker, 'governed' | 'numbers' | 'entity'>;

/**
 * Leaves the governed attributes of a known thing as they are, and the numbers that name it; a new thing comes with all it has. `before`: what
 * the system said last.
 */
export function withhold(
  speaker: Withholding,
  current: CurrentRecord | undefined,
  next: Next,
  { record: now }: Pick<Arrival, 'record'>,
  before: Pick<Observation, 'view'> | undefined,
): Withheld {
  if (!current) return { next, waits: [] };
  const { governed = [], numbers } = speaker;
  const said = { before: before?.view ?? undefined, now };
  const names = numbers
    ? renumbered(numbers, { ...said, stands: current.data, becomes: next.record.data })
    : [];
  const held = next.changed.filter(
    (pointer) => isGoverned(pointer, governed) || names.some((name) => touch(name, pointer)),
  );
  if (held.length === 0) return { next, waits: [] };
  const waits = [...held, ...names.filter((name) => !held.some((pointer) => touch(name, pointer)))];
  const free = withoutHeld(speaker, current, next, held);
  return free ? { next: free, waits } : { waits };
}

/** Undefined: nothing else changes. */
function withoutHeld(
  { entity: { elementKeys } }: Withholding,
  current: CurrentRecord,
  next: Next,
  held: readonly string[],
): Next | undefined {
  const rest = next.changed.filter((pointer) => !held.includes(pointer));
  const brought = withPortion(current.data, next.record.data, rest, elementKeys);
  const cleared = rest.filter(
    (pointer) =>
      valueAt(next.record.data, pointer, elementKeys) === undefined &&
      valueAt(brought.record, pointer, elementKeys) !== undefined,
  );
  const changed = [...brought.changed, ...cleared];
  if (changed.length === 0) return undefined;
  const clear = (record: typeof brought.record, pointer: string) =>
    withValueAt(record, pointer, undefined, elementKeys);
  const data = cleared.reduce(clear, brought.record);
  const { told } = next.record;
  const record = { ...next.record, data, ...(told && { told: withToldOf(told, current.told, held) }) };
  return { ...next, record, changed };
}

/** A change that waits for a second person. */
export interface WaitingChange {
  arrival: Arrival;
  key: string;
  waits: readonly string[];
}
