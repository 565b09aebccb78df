import type { TSchema } from 'typebox';
import { answerRound, misfit, refusal, type Said, type ServiceLine } from '../answerRound.ts';
import type { Pool } from '../database/pool.ts';
import { readRecords } from '../identity/records.ts';
import type { Heard } from '../ledger/read.ts';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import { obstaclesOf } from './obstacles.ts';
import { type MasterDataQuestion, masterDataQuestion } from './question.ts';

/** What a process asks the hub about the golden record: commands of this entity, verb `check`. */
export const MASTER_DATA_TOPICS = ['ledger:masterData'] as const;

export function masterDataRound(line: ServiceLine, position: number): ReturnType<typeof answerRound> {
  return answerRound(line, 'masterData', position, (asked) => answerAll(line.pool, asked));
}

/** All that are asked together are read together. */
async function answerAll(pool: Pool, asked: readonly Heard[]): Promise<Said[]> {
  const read = asked.map(({ data }) => questionOf(data));
  const questions = read.flatMap((each) => ('customer' in each ? [each as MasterDataQuestion] : []));
  const customers = await survivors(
    pool,
    'customer',
    questions.map(({ customer }) => customer),
  );
  const items = await survivors(
    pool,
    'item',
    questions.flatMap(({ lines }) => lines.map(({ item }) => item)),
  );
  return read.map((each) =>
    'customer' in each
      ? { obstacles: obstaclesOf(each as MasterDataQuestion, customers, items) as unknown as Json }
      : (each as Said),
  );
}

function questionOf({ verb, data }: JsonObject): MasterDataQuestion | Said {
  if (verb !== 'check') return refusal(`Master data cannot be \`${String(verb)}\`. It can be checked.`);
  const wrong = misfit(masterDataQuestion as TSchema, data);
  return wrong === undefined ? (data as unknown as MasterDataQuestion) : refusal(wrong);
}

/** Current records by key; of one that was merged, the one that it was merged into. */
async function survivors(
  pool: Pool,
  entity: string,
  keys: readonly string[],
): Promise<Map<string, JsonObject>> {
  const records = await readRecords(pool, entity, [...new Set(keys)]);
  const merged = [...records.values()].flatMap(({ data }) => mergedInto(data) ?? []);
  const others = merged.length === 0 ? new Map<string, never>() : await readRecords(pool, entity, merged);
  return new Map(
    [...records].map(([key, { data }]) => [key, others.get(mergedInto(data) ?? '')?.data ?? data]),
  );
}

function mergedInto({ mergedInto: into }: JsonObject): string | undefined {
  return typeof into === 'string' ? into : undefined;
}
