import { type Found, NEVER } from '../../../register/find.ts';
import { objectsOf } from '../../../vocabulary/json.ts';
import { type Names, readNames } from '../names.ts';
import type { OpenList, OpenParts } from '../open/route.ts';
import { part, text } from '../reading.ts';
import { stockAt } from '../stock/read.ts';
import { type TodayAt, todayAt } from '../today.ts';
import { readPlacesOf, readShort, readWaiting, type Waiting } from './around.ts';
import { type OrderRow, OrdersPage, OrdersQuery, type Threat } from './contract.ts';
import { confirmedDay, deferredDays, openLines } from './lines.ts';
import { type Around, stockThreats } from './threats.ts';

export const ordersList: OpenList<OrderRow, OrdersQuery> = {
  path: '/orders',
  entity: 'salesOrder',
  summary: 'Sales orders that are not fulfilled, the one wanted first at the top, and what threatens them',
  query: OrdersQuery,
  page: OrdersPage,
  meant: ({ threat }) => {
    if (threat === undefined) return undefined;
    if (threat === 'any') return ({ threats }) => threats.length > 0;
    return ({ threats }) => threats.some(({ kind }) => kind === threat);
  },
  rowsOf: async (parts, found) => {
    const known = await readKnown(parts, found);
    return found.map((each) => rowOf(each, known));
  },
  columns: [
    'order',
    'customer',
    'name',
    'site',
    'state',
    'wanted',
    'confirmed',
    'lines',
    'value',
    'currency',
    'threats',
    'key',
  ],
  lineOf: ({ key, number, customer, site, state, day, confirmed, lines, value, threats }) => ({
    order: number,
    customer: customer?.number ?? null,
    name: customer?.name ?? null,
    site: site ?? null,
    state,
    wanted: day ?? null,
    confirmed: confirmed ?? null,
    lines,
    value: value?.amount ?? null,
    currency: value?.currency ?? null,
    threats: threats.map(({ says }) => says).join('; '),
    key,
  }),
};

/** All that is known around the orders of a page. */
interface Known {
  today: TodayAt;
  customers: Names;
  items: Names;
  stock: Around['stock'];
  waiting: Map<string, Waiting>;
  short: Map<string, Map<string, string>>;
}

async function readKnown(parts: OpenParts, found: readonly Found[]): Promise<Known> {
  const { pool, landscape } = parts;
  const keys = found.map(({ key }) => key);
  const wanted = found.flatMap(({ record }) => openLines(record).map(({ item }) => item));
  const parties = found.flatMap(({ record }) => customerOf(record)?.party ?? []);
  const [customers, items, places, waiting, short] = await Promise.all([
    readNames(pool, 'customer', parties, landscape.language),
    readNames(pool, 'item', wanted, landscape.language),
    readPlacesOf(pool, wanted),
    readWaiting(pool, keys),
    readShort(pool, keys),
  ]);
  const stock = Map.groupBy(await stockAt(parts, places), ({ item }) => item.key);
  return { today: todayAt(landscape), customers, items, stock, waiting, short };
}

function rowOf({ key, label, day, record }: Found, known: Known): OrderRow {
  const site = text(record['site']);
  const late = day < known.today(site);
  const customer = customerOf(record);
  const [amount, currency] = [text(part(record['total'], 'amount')), text(part(record['total'], 'currency'))];
  const confirmed = confirmedDay(record);
  const around: Around = {
    site,
    stock: known.stock,
    promisedShort: known.short.get(key),
    nameOf: known.items,
  };
  return {
    key,
    number: label,
    ...(site !== undefined && { site }),
    state: text(record['status']) ?? '',
    ...(day !== NEVER && { day }),
    late,
    ...(customer && { customer: calledOf(customer, known.customers) }),
    ...(confirmed !== undefined && { confirmed }),
    lines: objectsOf(record['lines']).length,
    ...(amount !== undefined && currency !== undefined && { value: { amount, currency } }),
    threats: [
      ...(late ? [{ kind: 'late' as const, says: `wanted on ${day}` }] : []),
      ...deferredThreat(deferredDays(record)),
      ...waitingThreat(known.waiting.get(key)),
      ...stockThreats(openLines(record), around),
    ],
  };
}

function deferredThreat(days: number): Threat[] {
  if (days === 0) return [];
  return [{ kind: 'deferred', says: `promised ${days} ${days === 1 ? 'day' : 'days'} later than wanted` }];
}

function waitingThreat(waiting: Waiting | undefined): Threat[] {
  if (!waiting) return [];
  const { id, interface: name, direction, detail } = waiting;
  const system = name.split('/', 1)[0]!;
  const says = direction === 'in' ? `news of it from ${system} waits` : `it waits on its way to ${system}`;
  return [{ kind: 'waiting', says: `${says}: ${detail}`, parked: id }];
}

function customerOf(record: Found['record']): { party?: string; name?: string } | undefined {
  const parties = objectsOf(record['parties']);
  const buyer = parties.find(({ role }) => role === 'soldTo') ?? parties[0];
  if (!buyer) return undefined;
  const [party, name] = [text(buyer['party']), text(buyer['name'])];
  return { ...(party !== undefined && { party }), ...(name !== undefined && { name }) };
}

function calledOf(
  { party, name }: { party?: string; name?: string },
  customers: Names,
): OrderRow['customer'] {
  if (party !== undefined) return customers(party);
  return { key: '', number: name ?? '', ...(name !== undefined && { name }) };
}
