import type { Pool } from '../database/pool.ts';
import { transaction } from '../database/transaction.ts';
import type { Landscape } from '../landscape/landscape.ts';
import { type Holder, holdSubscription, moveSubscription } from '../lease.ts';
import { append } from '../ledger/append.ts';
import { type Heard, readHeard } from '../ledger/read.ts';
import { readStatus } from '../observability/status.ts';
import { answerEntry } from '../vocabulary/answer.ts';
import type { NewEntry } from '../vocabulary/envelope.ts';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import { problem } from '../vocabulary/problem.ts';
import { type Obstacle, readObstacles } from './obstacles.ts';

/** What a process asks the hub about the close of a period: commands of this entity, verb `look`. */
export const CLOSING_ENTITIES = ['closing'] as const;

const READ = 100;
const PASS = 10_000;

export interface ClosingLine {
  pool: Pool;
  holder: Holder;
  /** Row in `subscription`. */
  id: number;
  landscape: Landscape;
}

/** One round: what processes ask is looked up and answered in one transaction with the position. */
export async function closingRound(
  { pool, holder, id, landscape }: ClosingLine,
  position: number,
): Promise<{ position: number; state: 'moved' | 'idle' }> {
  const { entries, head } = await readHeard(pool, CLOSING_ENTITIES, position, READ);
  const to = entries.length < READ ? head : entries.at(-1)!.position;
  if (entries.length === 0 && to - position < PASS) return { position, state: 'idle' };
  const asked = entries.filter(({ type }) => type.startsWith('command.closing.'));
  const answers: NewEntry[] = [];
  for (const entry of asked) answers.push(await answer(pool, landscape, entry));
  await transaction(pool, async (connection, later) => {
    later(holdSubscription(connection, id, holder));
    later(moveSubscription(connection, id, { from: position, to }, asked.length));
    if (answers.length > 0) later(append(connection, answers));
  });
  return { position: to, state: asked.length > 0 ? 'moved' : 'idle' };
}

async function answer(pool: Pool, landscape: Landscape, entry: Heard): Promise<NewEntry> {
  const { verb, data } = entry.data;
  const { company, until, lag } = (data ?? {}) as JsonObject;
  if (verb !== 'look') return answered(entry, refusal(`Closing cannot \`${String(verb)}\`. It can look.`));
  if (!landscape.companies.has(String(company)))
    return answered(entry, refusal(`There is no company ${String(company)}.`));
  if (typeof until !== 'string' || typeof lag !== 'number')
    return answered(entry, refusal('The question says `until`, a day, and `lag`, in seconds.'));
  const sites = [...landscape.sites.values()]
    .filter((site) => site.company === company)
    .map(({ code }) => code);
  const status = await readStatus(pool, landscape);
  return answered(entry, { obstacles: await readObstacles(pool, status, { sites, until, lag }) });
}

type Said = { obstacles: Obstacle[] } | { problem: object };

function refusal(detail: string): Said {
  const advice = 'Mend the command in the chart, or what it is about.';
  return { problem: problem('request-invalid', 'process', detail, { advice }) };
}

function answered({ subject, data }: Heard, said: Said): NewEntry {
  const command = { entity: 'closing', subject, partitionKey: subject, data };
  const outcome = 'obstacles' in said ? 'delivered' : 'refused';
  return answerEntry(
    command,
    { by: 'closing', system: 'closing' },
    outcome,
    said as { [name: string]: Json },
  );
}
