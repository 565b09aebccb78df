import type { TSchema } from 'typebox';
import { Check, Errors } from 'typebox/value';
import type { Pool } from './database/pool.ts';
import { transaction } from './database/transaction.ts';
import { type Holder, holdSubscription, moveSubscription } from './lease.ts';
import { append } from './ledger/append.ts';
import { type Heard, readHeard } from './ledger/read.ts';
import { answerEntry } from './vocabulary/answer.ts';
import type { NewEntry } from './vocabulary/envelope.ts';
import type { Json } from './vocabulary/json.ts';
import { type Problem, problem } from './vocabulary/problem.ts';

/** What a command is answered with: `delivered` with this in its data, or `refused`. */
export type Said = { [name: string]: Json } | { problem: Problem };

/** What works a subscription of the hub's own. */
export interface ServiceLine {
  pool: Pool;
  holder: Holder;
  /** Row in `subscription`. */
  id: number;
}

const READ = 100;
const PASS = 10_000;

/** One round of an entity whose commands the hub answers itself: what processes ask is answered in one transaction with the position, or all of it `later`. */
export async function answerRound(
  { pool, holder, id }: ServiceLine,
  entity: string,
  position: number,
  answer: (asked: readonly Heard[]) => Promise<Said[] | 'later'>,
): Promise<{ position: number; state: 'moved' | 'idle' }> {
  const { entries, head } = await readHeard(pool, [entity], position, READ);
  const to = entries.length < READ ? head : entries.at(-1)!.position;
  if (entries.length === 0 && to - position < PASS) return { position, state: 'idle' };
  const asked = entries.filter(({ type }) => type.startsWith(`command.${entity}.`));
  const answers = asked.length > 0 ? await answer(asked) : [];
  if (answers === 'later') return { position, state: 'idle' };
  const told = asked.map((entry, i) => answered(entity, entry, answers[i]!));
  await transaction(pool, async (connection, later) => {
    later(holdSubscription(connection, id, holder));
    later(moveSubscription(connection, id, { from: position, to }, asked.length));
    if (told.length > 0) later(append(connection, told));
  });
  return { position: to, state: asked.length > 0 ? 'moved' : 'idle' };
}

export function refusal(detail: string): Said {
  const advice = 'Mend the command in the chart, or what it is about.';
  return { problem: problem('request-invalid', 'process', detail, { advice }) };
}

/** How the data of a command fails to fit, in words; undefined when it fits. */
export function misfit(schema: TSchema, data: unknown): string | undefined {
  if (Check(schema, data)) return undefined;
  const [first] = Errors(schema, data);
  return `The command does not fit: ${first?.instancePath ?? ''} ${first?.message ?? ''}`;
}

function answered(entity: string, { subject, data }: Heard, said: Said): NewEntry {
  const command = { entity, subject, partitionKey: subject, data };
  const outcome = 'problem' in said ? 'refused' : 'delivered';
  return answerEntry(command, { by: entity, system: entity }, outcome, said as { [name: string]: Json });
}
