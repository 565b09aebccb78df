import { misfit } from '../answerRound.ts';
import type { Connection } from '../database/pool.ts';
import type { Later } from '../database/transaction.ts';
import { readRoots } from '../identity/merging/roots.ts';
import type { Heard } from '../ledger/read.ts';
import { answerEntry } from '../vocabulary/answer.ts';
import type { NewEntry } from '../vocabulary/envelope.ts';
import { isObject, type Json, type JsonObject, objectsOf } from '../vocabulary/json.ts';
import { type Problem, problem } from '../vocabulary/problem.ts';
import type { Grounds } from './allocate.ts';
import { confirm, release } from './decide.ts';
import { readPromisesFor } from './keep.ts';
import { itemLock, lockAll } from './locks.ts';
import type { Promised, PromiseRequest } from './promise.ts';
import { promiseAnew } from './repromise.ts';
import {
  promiseRequest,
  type ReplanRequest,
  replanRequest,
  type ShippedRequest,
  shippedRequest,
} from './requestSchema.ts';
import { reserve } from './reserve.ts';
import { ship } from './ship.ts';

type Work = (
  connection: Connection,
  later: Later,
  asked: Asked,
  grounds: Grounds,
) => Promise<Promised | Problem | undefined>;

interface Asked {
  key: string;
  id: string;
  data: JsonObject;
  /** What the ledger is to tell besides the answer. */
  told: NewEntry[];
}

/** What a process may ask of promising. But for `replan` the key of the command is that of the order: what it is about is every promise for it that still holds. */
const WORK: Record<string, Work> = {
  reserve: async (connection, later, { key, id, data }, grounds) => {
    const asked = { demand: key, partial: false, ...data };
    const wrong = misfit(promiseRequest, asked);
    if (wrong !== undefined) return refused(wrong);
    const request = asked as unknown as PromiseRequest;
    return (await reserve(connection, later, [{ request, asked: id }], grounds))[0]!;
  },
  confirm: async (connection, later, { key }) =>
    (await ofAll(connection, key, (id) => confirm(connection, later, id))) ?? nothingFor(key),
  // Nothing to give back is given back already.
  release: (connection, later, { key }) => ofAll(connection, key, (id) => release(connection, later, id)),
  ship: async (connection, later, { key, data }) => {
    const wrong = misfit(shippedRequest, data);
    if (wrong !== undefined) return refused(wrong);
    const open = await openFor(connection, key);
    if (open.length === 0) return nothingFor(key);
    await ship(
      connection,
      later,
      open.map(({ id }) => id),
      data as unknown as ShippedRequest,
    );
    return open.at(-1)!;
  },
  replan: async (connection, later, { id, data, told }, grounds) => {
    const wrong = misfit(replanRequest, data);
    if (wrong !== undefined) return refused(wrong);
    const { item, site } = data as unknown as ReplanRequest;
    const roots = await readRoots(connection, [item]);
    const changed = await promiseAnew(connection, later, [{ item: roots.get(item) ?? item, site }], grounds);
    // The same promise may change several times in one round.
    told.push(...changed.map((entry) => ({ ...entry, id: `${entry.id} ${id}` })));
    return undefined;
  },
};

/**
 * Does what commands ask, one after the other, and gives the answers to them, each after what else there is to tell: `delivered` with the promise in `data.promise`, or `refused`. All their items are locked
 * first, in the order in which everyone locks.
 */
export async function obeyAll(
  connection: Connection,
  later: Later,
  entries: readonly Heard[],
  grounds: Grounds,
): Promise<NewEntry[]> {
  const items = await itemsOf(connection, entries);
  if (items.length > 0) await lockAll(connection, items.map(itemLock));
  const answers: NewEntry[] = [];
  for (const entry of entries) answers.push(...(await obey(connection, later, entry, grounds)));
  return answers;
}

/** Of what is asked for, and of what is promised already for the same orders. */
async function itemsOf(connection: Connection, entries: readonly Heard[]): Promise<string[]> {
  const { rows } = await connection.query<{ item: string }>({
    name: 'promising-items-of-orders',
    text: 'select distinct r.item from promise p join reservation r on r.promise = p.id where p.demand = any($1)',
    values: [entries.map(({ subject }) => subject)],
  });
  const asked = entries.flatMap(({ data }) => {
    const request = isObject(data['data']) ? data['data'] : {};
    return [request, ...objectsOf(request['lines'])].flatMap(({ item }) =>
      typeof item === 'string' ? [item] : [],
    );
  });
  return [...new Set([...rows.map(({ item }) => item), ...asked])];
}

async function obey(
  connection: Connection,
  later: Later,
  entry: Heard,
  grounds: Grounds,
): Promise<NewEntry[]> {
  const { verb, data, instance, n } = entry.data;
  const told: NewEntry[] = [];
  const asked = {
    key: entry.subject,
    id: `${String(instance)}#${String(n)}`,
    data: data as JsonObject,
    told,
  };
  const work = WORK[String(verb)];
  const found = work ? await work(connection, later, asked, grounds) : unknownVerb(String(verb));
  return [...told, answerTo(entry, found)];
}

async function openFor(connection: Connection, demand: string): Promise<Promised[]> {
  const all = await readPromisesFor(connection, demand);
  return all.filter(({ status }) => status === 'held' || status === 'confirmed');
}

async function ofAll(
  connection: Connection,
  demand: string,
  work: (id: string) => Promise<Promised | Problem>,
): Promise<Promised | Problem | undefined> {
  let last: Promised | Problem | undefined;
  for (const { id } of await openFor(connection, demand)) last = await work(id);
  return last;
}

function answerTo({ subject, data }: Heard, found: Promised | Problem | undefined): NewEntry {
  const command = { entity: 'promising', subject, partitionKey: subject, data };
  const by = { by: 'promising', system: 'promising' };
  if (found !== undefined && 'advice' in found)
    return answerEntry(command, by, 'refused', { problem: found as unknown as Json });
  return answerEntry(command, by, 'delivered', { promise: found as unknown as Json });
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
