import { column, fromColumns } from '../database/columns.ts';
import type { Connection } from '../database/pool.ts';
import type { ReplayOutcome } from '../vocabulary/outcomes.ts';

export type Settled = Extract<
  ReplayOutcome,
  | 'delivered'
  | 'accepted'
  | 'unchanged'
  | 'duplicate'
  | 'proposed'
  | 'kept aside'
  | 'skipped'
  | 'stale'
  | 'refused'
  | 'gone'
>;

/** How a message that was tried again can end, and what is kept with it. */
export const SETTLED: Readonly<Record<Settled, { state: 'delivered' | 'discarded'; reason?: string }>> = {
  delivered: { state: 'delivered' },
  accepted: { state: 'delivered' },
  unchanged: { state: 'delivered', reason: 'it said nothing new' },
  duplicate: { state: 'delivered', reason: 'the same fact was there already' },
  proposed: { state: 'delivered', reason: 'another system is the authority, and was asked' },
  'kept aside': { state: 'delivered', reason: 'by the rules it changes nothing' },
  skipped: { state: 'delivered', reason: 'left out by the mapping or the scope of the target' },
  stale: { state: 'discarded', reason: 'a newer state of the same thing had passed' },
  refused: { state: 'discarded', reason: 'it asked, and the refusal is the answer' },
  gone: { state: 'discarded', reason: 'the ledger no longer keeps its entry' },
};

const NOTE = {
  name: 'replay-note',
  text: `
    update replay_item i set outcome = o.outcome, at = now()
    from ${fromColumns(['bigint', 'text'])} as o (message, outcome)
    where i.message = o.message and (i.outcome is null or i.outcome in ('retrying', 'behind', 'cancelled'))
      and i.job = (select max(job) from replay_item where message = o.message)`,
};

/** Tells the job that last handed these messages back what came of them; what is settled there stays as it was. */
export async function noteOutcomes(
  connection: Connection,
  outcomes: readonly { id: number; outcome: ReplayOutcome }[],
): Promise<void> {
  if (outcomes.length === 0) return;
  const values = [column(outcomes.map(({ id }) => id)), column(outcomes.map(({ outcome }) => outcome))];
  await connection.query({ ...NOTE, values });
}
