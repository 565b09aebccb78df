import type { TSchema } from 'typebox';
import { Check, Errors } from 'typebox/value';
import type { Connection } from '../database/pool.ts';
import type { Later } from '../database/transaction.ts';
import type { Heard } from '../ledger/read.ts';
import type { NewEntry } from '../vocabulary/envelope.ts';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import { type Problem, problem } from '../vocabulary/problem.ts';
import type { Grounds } from './allocate.ts';
import { confirm, release } from './decide.ts';
import { readPromisesFor } from './keep.ts';
import type { Promised, PromiseRequest } from './promise.ts';
import { promiseRequest, type ShippedRequest, shippedRequest } from './requestSchema.ts';
import { reserve } from './reserve.ts';
import { ship } from './ship.ts';

type Work = (
  connection: Connection,
  later: Later,
  asked: { key: string; id: string; data: JsonObject },
  grounds: Grounds,
) => Promise<Promised | Problem>;

/** What a process may ask of promising. The key of the command is that of the order: what it is about is every promise for it that still holds. */
const WORK: Record<string, Work> = {
  reserve: async (connection, later, { key, id, data }, grounds) => {
    const asked = { demand: key, partial: false, ...data };
    const wrong = misfit(promiseRequest, asked);
    if (wrong) return wrong;
    const request = asked as unknown as PromiseRequest;
    return (await reserve(connection, later, [{ request, asked: id }], grounds))[0]!;
  },
  confirm: (connection, later, { key }) => ofAll(connection, key, (id) => confirm(connection, later, id)),
  release: (connection, later, { key }) => ofAll(connection, key, (id) => release(connection, later, id)),
  ship: async (connection, later, { key, data }) =>
    misfit(shippedRequest, data) ??
    ofAll(connection, key, (id) => ship(connection, later, id, data as unknown as ShippedRequest)),
};

/** Does what a command asks, and gives the answer to it: `delivered` with the promise in `data.promise`, or `refused`. */
export async function obey(
  connection: Connection,
  later: Later,
  entry: Heard,
  grounds: Grounds,
): Promise<NewEntry> {
  const { verb, data, instance, n } = entry.data;
  const asked = { key: entry.subject, id: `${String(instance)}#${String(n)}`, data: data as JsonObject };
  const work = WORK[String(verb)];
  const found = work ? await work(connection, later, asked, grounds) : unknownVerb(String(verb));
  return answerTo(entry, found);
}

async function ofAll(
  connection: Connection,
  demand: string,
  work: (id: string) => Promise<Promised | Problem>,
): Promise<Promised | Problem> {
  const open = (await readPromisesFor(connection, demand)).filter(
    ({ status }) => status === 'held' || status === 'confirmed',
  );
  let last: Promised | Problem = nothingFor(demand);
  for (const { id } of open) last = await work(id);
  return last;
}

function answerTo({ subject, data }: Heard, found: Promised | Problem): NewEntry {
  const { verb, process, instance, command, n } = data;
  const answer = 'advice' in found ? 'refused' : 'delivered';
  const said = 'advice' in found ? { problem: found } : { promise: found };
  return {
    id: `${String(instance)}#${String(n)}/promising/${answer}`,
    type: `answer.promising.${String(verb)}`,
    entity: 'promising',
    system: 'promising',
    subject,
    partitionKey: subject,
    time: new Date().toISOString(),
    data: JSON.stringify({ verb, process, instance, command, n, answer, ...said }),
  };
}

function misfit(schema: TSchema, data: Json): Problem | undefined {
  if (Check(schema, data)) return undefined;
  const [first] = Errors(schema, data);
  return refused(`The command does not fit: ${first?.instancePath ?? ''} ${first?.message ?? ''}`);
}

function unknownVerb(verb: string): Problem {
  return refused(`Promising cannot \`${verb}\`. It can ${Object.keys(WORK).join(', ')}.`);
}

function nothingFor(demand: string): Problem {
  return refused(`Nothing is promised for ${demand}.`);
}

function refused(detail: string): Problem {
  return problem('request-invalid', 'process', detail, { advice: 'Mend the command in the chart.' });
}
