import { randomUUID } from 'node:crypto';
import type { DeliveryOutcome } from '../connector.ts';
import type { Bound } from './bind.ts';
import type { Database, Session } from './database.ts';
import type { WriteRows } from './writeRows.ts';

/** Ids per statement: below every limit on parameters. */
const chunk = 1000;

/**
 * Keeps the ids of deliveries in a table of the target, in the transaction of the rows themselves: a delivery that
 * is sent again has no second effect, whatever the statement. An attempt claims its ids first, so it also waits for
 * the end of an earlier attempt whose connection broke.
 */
export function withLedger(database: Database, table: string, writeRows: WriteRows): WriteRows {
  return async (session, rows) => {
    const known = await claim(database, session, table, rows);
    const fresh = rows.filter((row) => !known.has(row.delivery.id));
    const outcomes = fresh.length > 0 ? await writeRows(session, fresh) : [];
    await nameKeys(database, session, table, fresh, outcomes);
    const written = outcomes.values();
    return rows.map((row) => {
      const key = known.get(row.delivery.id);
      if (key === undefined) return written.next().value!;
      return {
        outcome: 'delivered',
        detail: 'it was there already',
        ...(key === null ? {} : { localKey: key }),
      };
    });
  };
}

/** Makes the table once; a user who may not is taken to have it. */
export function ledgerMaker(database: Database, table: string): () => Promise<void> {
  let made = false;
  return async () => {
    if (made) return;
    made = await database.read({ text: database.dialect.ledger.create(table) }).then(
      () => true,
      (error) => database.dialect.failure(error).kind === 'unfit',
    );
  };
}

/** The ids that earlier attempts had delivered, with the keys the target gave. */
async function claim(
  { dialect }: Database,
  session: Session,
  table: string,
  rows: readonly Bound[],
): Promise<Map<string, string | null>> {
  const attempt = randomUUID();
  const known = new Map<string, string | null>();
  for (const ids of chunks(rows)) {
    const pairs = ids.flatMap((id) => [id, attempt]);
    const text = dialect.ledger.claim(table, ids.length);
    const { affected } = await session.run({ text, values: pairs, repeated: true });
    if (affected === ids.length) continue;
    const values = [attempt, ...ids];
    const found = await session.run({ text: dialect.ledger.claimedBefore(table, ids.length), values });
    for (const [id, localKey] of found.rows) known.set(id!, localKey ?? null);
  }
  return known;
}

async function nameKeys(
  { dialect }: Database,
  session: Session,
  table: string,
  rows: readonly Bound[],
  outcomes: readonly DeliveryOutcome[],
): Promise<void> {
  const text = dialect.ledger.nameLocalKey(table);
  const named = rows.flatMap(({ delivery }, i) => {
    const outcome = outcomes[i]!;
    const key = outcome.outcome === 'delivered' ? outcome.localKey : undefined;
    return key === undefined ? [] : [{ text, values: [key, delivery.id], repeated: true }];
  });
  await session.runAll(named);
}

function chunks(rows: readonly Bound[]): string[][] {
  const ids = rows.map((row) => row.delivery.id);
  return Array.from({ length: Math.ceil(ids.length / chunk) }, (_, i) =>
    ids.slice(i * chunk, (i + 1) * chunk),
  );
}
