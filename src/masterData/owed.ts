import type { Queryable } from '../database/pool.ts';
import { normalDecimal, scaled } from '../quality/decimal.ts';
import { keysQuery } from '../register/words.ts';
import { isObject, type Json, type JsonObject, objectsOf } from '../vocabulary/json.ts';

/** What a customer owes a company beside the order that is asked about: orders not invoiced yet, and invoices not paid. */
export interface Owed {
  /** In 10⁻⁹, in the currency asked for. */
  amount: bigint;
  /** Other currencies in which something is owed: it is left out. */
  leftOut: string[];
}

interface Document {
  /** Of the one who owes: his place in the list that was asked for. */
  n: number;
  entity: 'salesOrder' | 'invoice';
  key: string;
  data: JsonObject;
  /** Of an invoice: the order that it, or what it is for, names; null: it is not paid yet. */
  order: string | null;
}

/**
 * Of all who are asked about at once; an invoice for a part or a shipment of an order is one for the order. Each step looks up by key what the one before it
 * found (`offset 0`): how many that are the planner cannot know.
 */
const READ = {
  name: 'master-data-owed',
  text: `
    with asked as (
      select n, terms::tsquery from unnest($1::text[]) with ordinality as c (terms, n)
    ), orders as materialized (
      select a.n, g.key from asked a cross join lateral (
        select key, open from register where terms @@ a.terms and entity = 'salesOrder' and state not in ('draft', 'cancelled') offset 0
      ) g
      where g.open or exists (select from uninvoiced u where u.document = g.key)
    ), documents as (
      select n, key as "order", key as document from orders
      union
      select o.n, o.key, m.subject from orders o cross join lateral (
        select l.subject from mention join ledger l using (position) where mention.key = o.key and l.entity in ('salesOrder', 'shipment') offset 0
      ) m
    ), found as (
      select n, 'salesOrder' as entity, key, null as "order" from orders
      union all
      select distinct d.n, 'invoice', m.subject, d."order" from documents d cross join lateral (
        select l.subject from mention join ledger l using (position) where mention.key = d.document and l.entity = 'invoice' offset 0
      ) m
      union all
      select a.n, 'invoice', g.key, null from asked a cross join lateral (
        select key from register where terms @@ a.terms and entity = 'invoice' and state not in ('draft', 'paid', 'cancelled') offset 0
      ) g
    )
    select f.n::int, f.entity, f.key, r.data, f."order" from found f
    cross join lateral (select data from record where entity = f.entity and key = f.key offset 0) r`,
};

/** What is asked about. */
export interface Owing {
  /** The keys that the customer has, or had. */
  customers: readonly string[];
  /** The order beside which something is owed. */
  order: string;
  company: string;
  currency: string;
}

/** Of each what is owed, in that order, as far as the register has come. Who is asked about several times is read once. */
export async function readOwed(db: Queryable, asked: readonly Owing[]): Promise<Owed[]> {
  if (asked.length === 0) return [];
  const terms = asked.map(({ customers }) => keysQuery(customers));
  const each = [...new Set(terms)];
  const { rows } = await db.query<Document>({ ...READ, values: [each] });
  const its = Map.groupBy(rows, ({ n }) => each[n - 1]!);
  return asked.map((one, i) => owedOf(its.get(terms[i]!) ?? [], one));
}

function owedOf(documents: readonly Document[], { order: asked, company, currency }: Owing): Owed {
  const its = documents.filter(({ data }) => data['company'] === company);
  const told = its.filter(({ entity, key }) => entity === 'salesOrder' && key !== asked);
  const known = new Set([asked, ...told.map(({ key }) => key)]);
  const orders = told.filter((order) => !isPart(order, known));
  const counted = new Set(orders.map(({ key }) => key));
  const invoices = its.filter(({ entity, data }) => entity === 'invoice' && isReceivable(data));
  const invoiced = invoices.filter(({ order }) => order !== null && counted.has(order));
  const amounts = [
    ...orders.flatMap((order) => notInvoiced(order, invoiced)),
    ...invoices.flatMap(({ data, order }) => (order === null ? notPaid(data) : [])),
  ];
  const others = amounts.filter((each) => each.currency !== currency && each.amount !== 0n);
  return {
    amount: amounts.reduce((sum, each) => (each.currency === currency ? sum + each.amount : sum), 0n),
    leftOut: [...new Set(others.map((each) => each.currency))].sort(),
  };
}

interface Amount {
  currency: string;
  amount: bigint;
}

/** What was entered for a part of an order (so~crm~1.1, which names so~crm~1) is no order of its own. */
function isPart({ key, data }: Document, known: ReadonlySet<string>): boolean {
  return objectsOf(data['refs']).some((ref) => {
    const origin = String(ref['key']);
    return known.has(origin) && key.startsWith(`${origin}.`);
  });
}

/** What its lines are worth without what invoices took of it, by currency; never less than nothing. */
function notInvoiced({ key, data }: Document, invoices: readonly Document[]): Amount[] {
  const worth = new Map<string, bigint>();
  for (const line of objectsOf(data['lines'])) {
    const { price, quantity, status } = line;
    if (status === 'cancelled' || !isObject(price) || !isObject(quantity)) continue;
    const currency = String(price['currency']);
    worth.set(currency, (worth.get(currency) ?? 0n) + worthOf({ quantity, price }));
  }
  for (const invoice of invoices.filter(({ order }) => order === key)) {
    const isAlone = invoices.filter((each) => each.key === invoice.key).length === 1;
    const { currency, amount } = isAlone ? moneyOf(invoice.data['net']) : netOfLines(invoice.data, key);
    worth.set(currency, (worth.get(currency) ?? 0n) - signOf(invoice.data) * amount);
  }
  return [...worth].flatMap(([currency, amount]) => (amount > 0n ? [{ currency, amount }] : []));
}

/** Of an invoice for several orders, what its lines name this one for. */
function netOfLines({ lines, currency }: JsonObject, order: string): Amount {
  const nets = objectsOf(lines)
    .filter(({ order: named }) => {
      const key = isObject(named) ? String(named['key']) : '';
      return key === order || key.startsWith(`${order}.`);
    })
    .map(({ net }) => moneyOf(net).amount);
  return { currency: String(currency), amount: nets.reduce((sum, net) => sum + net, 0n) };
}

function notPaid(data: JsonObject): Amount[] {
  const gross = moneyOf(data['gross']);
  const paid = objectsOf(data['payments']).map(({ amount }) => moneyOf(amount));
  const left = paid.reduce(
    (sum, { currency, amount }) => (currency === gross.currency ? sum - amount : sum),
    gross.amount,
  );
  return [{ currency: gross.currency, amount: signOf(data) * left }];
}

function isReceivable({ direction, kind, status, mergedInto }: JsonObject): boolean {
  if (direction !== 'receivable' || kind === 'proForma') return false;
  return status !== 'cancelled' && status !== 'draft' && mergedInto === undefined;
}

function signOf({ kind }: JsonObject): bigint {
  return kind === 'creditNote' ? -1n : 1n;
}

function moneyOf(money: Json | undefined): Amount {
  const { amount = '0', currency = '' } = isObject(money) ? money : {};
  return { currency: String(currency), amount: exact(String(amount)) };
}

/** What a line is worth, in 10⁻⁹. A price for another unit than is ordered says nothing here. */
export function worthOf({ quantity, price }: { quantity: JsonObject; price?: JsonObject }): bigint {
  if (!price) return 0n;
  const per = isObject(price['per']) ? price['per'] : {};
  const { value = '1', unit = quantity['unit'] } = per;
  const divisor = exact(String(value));
  if (unit !== quantity['unit'] || divisor === 0n) return 0n;
  return (exact(String(price['amount'])) * exact(String(quantity['value']))) / divisor;
}

export function exact(decimal: string): bigint {
  return scaled(normalDecimal(decimal) ?? '0');
}
