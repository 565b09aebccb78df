import type { Queryable } from '../database/pool.ts';
import { readDocument } from '../documents.ts';

/** What a message was called where it came from; undefined when its document is beyond retention. */
export async function readMessage(
  db: Queryable,
  batch: number,
  ordinal: number,
): Promise<{ id: string; origin: string } | undefined> {
  const document = await readDocument(db, batch, ordinal);
  return document && { id: document.id, origin: document.origin };
}
