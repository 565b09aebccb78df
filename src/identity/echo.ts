import type { Queryable } from '../database/pool.ts';
import type { Observation } from './observations.ts';

/**
 * Which attributes of a thing other systems changed, so that what this system shows there now, possibly cut or rounded, is the hub's own
 * writing; everything else it shows is its own change. What was appended before the system last spoke may have been delivered after it did, so
 * changes count from the look before that one.
 */
export async function writtenByOthers(
  db: Queryable,
  key: string,
  system: string,
  before: Observation,
): Promise<(pointer: string) => boolean> {
  const { rows } = await db.query<{ position: number; data: { change: string; changed: string[] } }>(
    'select position, data from ledger where subject = $1 and position > $2 and system <> $3',
    [key, before.positionBefore, system],
  );
  if (rows.some(({ position, data }) => data.change === 'created' && position > before.position))
    return () => true;
  const written = rows.flatMap(({ data }) => data.changed);
  return (pointer) => written.some((other) => within(pointer, other) || within(other, pointer));
}

function within(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(`${outer}/`);
}
