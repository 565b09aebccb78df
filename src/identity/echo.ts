import type { Connection } from '../database/pool.ts';

/**
 * Which attributes of a thing other systems changed since this system last spoke of it: what it shows there now, possibly cut or rounded, is
 * the hub's own writing. Everything else it shows is its own change.
 */
export async function writtenByOthers(
  connection: Connection,
  key: string,
  system: string,
  position: number,
): Promise<(pointer: string) => boolean> {
  const { rows } = await connection.query<{ data: { change: string; changed: string[] } }>(
    'select data from ledger where subject = $1 and position > $2 and system <> $3',
    [key, position, system],
  );
  if (rows.some(({ data }) => data.change === 'created')) return () => true;
  const written = rows.flatMap(({ data }) => data.changed);
  return (pointer) => written.some((other) => within(pointer, other) || within(other, pointer));
}

function within(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(`${outer}/`);
}
