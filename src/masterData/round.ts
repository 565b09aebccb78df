import type { TSchema } from 'typebox';
import { answerRound, misfit, refusal, type Said, type ServiceLine } from '../answerRound.ts';
import type { Pool } from '../database/pool.ts';
import { readRecords } from '../identity/records.ts';
import type { Heard } from '../ledger/read.ts';
import { unscaled } from '../quality/decimal.ts';
import { hasReached } from '../register/standing.ts';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import { limitAt, type Obstacle, obstaclesOf } from './obstacles.ts';
import { type Owed, type Owing, readOwed } from './owed.ts';
import { type MasterDataQuestion, masterDataQuestion } from './question.ts';

/**
 * What a process asks the hub about the golden record: commands of this entity, verb `check`. Where a credit limit counts it is answered when the register knows
 * all that was told before.
 */
export const MASTER_DATA_TOPICS = ['ledger:masterData', 'register'] as const;

export function masterDataRound(line: ServiceLine, position: number): ReturnType<typeof answerRound> {
  return answerRound(line, 'masterData', position, (asked) => answerAll(line.pool, asked));
}

/** All that are asked together are read together. */
async function answerAll(pool: Pool, asked: readonly Heard[]): Promise<Said[] | 'later'> {
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
  const owing = asked.map(({ subject }, i) => {
    const question = read[i]!;
    return 'customer' in question ? owingOf(subject, question as MasterDataQuestion, customers) : undefined;
  });
  const limited = owing.filter((one) => one !== undefined);
  if (limited.length > 0 && !(await hasReached(pool, asked.at(-1)!.position))) return 'later';
  const owed = new Map((await readOwed(pool, limited)).map((its, i) => [limited[i]!, its]));
  return read.map((question, i) => {
    if (!('customer' in question)) return question;
    const its = owing[i] && owed.get(owing[i]);
    const obstacles = obstaclesOf(question as MasterDataQuestion, customers, items, its);
    return { obstacles: toJson(obstacles), ...(its && { owed: inWords(its, owing[i]!) }) };
  });
}

/** Where the customer's credit limit at the company counts. */
function owingOf(
  order: string,
  { customer, company }: MasterDataQuestion,
  customers: ReadonlyMap<string, JsonObject>,
): Owing | undefined {
  const record = customers.get(customer) ?? {};
  const limit = limitAt(record, company);
  if (limit === undefined) return undefined;
  const keys = [...new Set([customer, String(record['key'] ?? customer)])];
  return { customers: keys, order, company: company!, currency: limit.currency };
}

function inWords({ amount, leftOut }: Owed, { currency }: Owing): JsonObject {
  return { amount: unscaled(amount), currency, leftOut };
}

function toJson(obstacles: readonly Obstacle[]): Json {
  return obstacles as unknown as Json;
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
