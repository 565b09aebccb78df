import type { Connection } from '../../database/pool.ts';
import { awaits } from '../../vocabulary/keys.ts';

/**
 * States of the loser that wait for a person: the survivor goes out with all they would have said. What is being tried again is let through
 * first: it may be at its target already, and the end of the loser follows it.
 */
export async function discardParked(
  connection: Connection,
  entity: string,
  loser: string,
  actor: string,
  reason: string,
): Promise<void> {
  await connection.query(
    `update parked set state = 'discarded', decided_at = now(), decided_by = $3, reason = $4
     where direction = 'out' and entity = $1 and key = $2 and state in ('parked', 'held-behind')`,
    [entity, loser, actor, reason],
  );
}

/** What waits for a key of either in a system where the other is known now. */
export function awaitedBy(entity: string, systems: Iterable<string>, keys: readonly string[]): string[] {
  return [...new Set(systems)].flatMap((system) => keys.map((key) => awaits(entity, system, key)));
}

/** Questions whether two keys are one that this answers; they stay open where they lead to different things. */
export async function answerReviews(
  connection: Connection,
  entity: string,
  merge: number,
  actor: string,
  reason: string,
): Promise<void> {
  await connection.query(
    `update match_review r set state = 'linked', decided_at = now(), decided_by = $3, reason = $4, merge = $2
     where r.state = 'open' and r.entity = $1
       and coalesce((select root from merged_key where key = r.a_key), r.a_key)
         = coalesce((select root from merged_key where key = r.b_key), r.b_key)`,
    [entity, merge, actor, reason],
  );
}

/** The two are different things: that is remembered; what the merge had answered besides is open again. */
export async function reopenReviews(
  connection: Connection,
  entity: string,
  merge: { id: number; loser: string; survivor: string },
  actor: string,
  reason: string,
): Promise<void> {
  await connection.query(
    `update match_review set state = 'open', decided_at = null, decided_by = null, reason = null, merge = null where merge = $1`,
    [merge.id],
  );
  await keepSeparate(connection, entity, merge.survivor, merge.loser, actor, reason);
}

/** Two keys are different things, whether somebody had asked or not. */
export async function keepSeparate(
  connection: Connection,
  entity: string,
  a: string,
  b: string,
  actor: string,
  reason: string,
): Promise<void> {
  await connection.query(
    `insert into match_review (entity, a_key, b_key, score, reasons, state, decided_at, decided_by, reason)
     values ($1, $2, $3, 0, '[]', 'separate', now(), $4, $5)
     on conflict (least(a_key, b_key), greatest(a_key, b_key)) do update set
       state = 'separate', decided_at = now(), decided_by = $4, reason = $5, merge = null`,
    [entity, a, b, actor, reason],
  );
}
