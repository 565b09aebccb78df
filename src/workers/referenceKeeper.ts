import type { Log } from '../connectors/connector.ts';
import type { Pool, Queryable } from '../database/pool.ts';
import type { CrossReferences } from '../identity/crossReferences.ts';
import type { Topic, Wakeup } from '../ledger/wakeup.ts';

/** Told at once of what is merged or parted; looked at again in case a notification was lost. */
const LOOK_MS = 10_000;
const TOPICS: Topic[] = ['merge'];

/** Lets the cross-references in memory forget what was merged or parted, by whichever process. */
export async function keepReferences(
  pool: Pool,
  references: CrossReferences,
  wakeup: Wakeup,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  let heard: number | undefined;
  while (!signal.aborted) {
    const seen = wakeup.count(TOPICS);
    try {
      heard = await forgetRegrouped(pool, references, heard);
    } catch (error) {
      if (signal.aborted) return;
      log.warn({ error: (error as Error).message }, 'merges cannot be looked up, will be tried again');
    }
    await wakeup.next(TOPICS, seen, LOOK_MS, signal);
  }
}

interface Row {
  id: number;
  keys: string[];
}

/** Forgets what was decided since; resolves to the number of the last decision heard. */
async function forgetRegrouped(
  db: Queryable,
  references: CrossReferences,
  after: number | undefined,
): Promise<number> {
  const { rows } = await db.query<Row>(
    'select id, keys from regrouping where id > coalesce($1, (select max(id) from regrouping)) order by id',
    [after ?? null],
  );
  if (rows.length > 0) references.forget(new Set(rows.flatMap(({ keys }) => keys)));
  if (rows.length > 0) return rows.at(-1)!.id;
  if (after !== undefined) return after;
  const { rows: last } = await db.query<{ id: number }>('select coalesce(max(id), 0) as id from regrouping');
  return last[0]!.id;
}
