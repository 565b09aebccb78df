import type { DeliveryOutcome } from '../connector.ts';
import type { Bound } from './bind.ts';
import type { Database, Session } from './database.ts';
import { rejected, unfinished } from './failure.ts';
import type { WriteRows } from './writeRows.ts';

/**
 * All rows in one transaction. What the database refuses is left out by halving, within savepoints, so that the
 * others are delivered; what only the commit refuses (deferred constraints) is found by sending row by row. When another
 * transaction was in the way (deadlock, serialization), it is done again at once.
 */
export async function sendTogether(
  database: Database,
  rows: readonly Bound[],
  writeRows: WriteRows,
  signal: AbortSignal,
  collisions = 0,
): Promise<DeliveryOutcome[]> {
  if (rows.length === 0) return [];
  let committing = false;
  try {
    signal.throwIfAborted();
    return await database.transaction(async (session) => {
      const outcomes = await writeOrHalve(database, session, rows, writeRows);
      committing = true;
      return outcomes;
    });
  } catch (error) {
    if (error instanceof TypeError) throw error;
    const failure = database.dialect.failure(error);
    if (failure.kind === 'collided' && collisions < 5)
      return sendTogether(database, rows, writeRows, signal, collisions + 1);
    if (failure.kind !== 'refused') return rows.map(() => unfinished(failure, committing));
    if (rows.length === 1) return [rejected(failure)];
    const outcomes: DeliveryOutcome[] = [];
    for (const row of rows) outcomes.push(...(await sendTogether(database, [row], writeRows, signal)));
    return outcomes;
  }
}

async function writeOrHalve(
  database: Database,
  session: Session,
  rows: readonly Bound[],
  writeRows: WriteRows,
): Promise<DeliveryOutcome[]> {
  await session.run({ text: 'savepoint lineshaft' });
  try {
    const outcomes = await writeRows(session, rows);
    await session.run({ text: 'release savepoint lineshaft' });
    return outcomes;
  } catch (error) {
    const failure = database.dialect.failure(error);
    if (failure.kind !== 'refused' || failure.ended) throw error;
    await session.run({ text: 'rollback to savepoint lineshaft' });
    await session.run({ text: 'release savepoint lineshaft' });
    if (rows.length === 1) return [rejected(failure)];
    const half = rows.length >> 1;
    const first = await writeOrHalve(database, session, rows.slice(0, half), writeRows);
    return [...first, ...(await writeOrHalve(database, session, rows.slice(half), writeRows))];
  }
}
