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
  entity: 'salesOrder' | 'invoice';
  key: string;
  data: JsonObject;
  /** Of an invoice: the order that it, or what it is for, names; null: it is not paid yet. */
  order: string | null;
}

/** An invoice for a part or a shipment of an order is one for the order. */
const READ = {
  name: 'master-data-owed',
  text: `
    with orders as materialized (
      select g.key from register g
      where g.terms @@ $1::tsquery and g.entity = 'salesOrder' and g.key <> $2 and g.state not in ('draft', 'cancelled')
        and (g.open or exists (select from uninvoiced u where u.document = g.key))
    ), documents as (
      select key as "order", key as document from orders
      union
      select o.key, l.subject from orders o join mention m on m.key = o.key join ledger l on l.position = m.position
      where l.entity in ('salesOrder', 'shipment')
    ), invoiced as (
      select distinct d."order", l.subject as invoice from documents d join mention m on m.key = d.document join ledger l on l.position = m.position
      where l.entity = 'invoice'
    )
    select r.entity, r.key, r.data, null as "order" from orders o join record r on r.entity = 'salesOrder' and r.key = o.key
    union all
    select r.entity, r.key, r.data, i."order" from invoiced i join record r on r.entity = 'invoice' and r.key = i.invoice
    union all
    select r.entity, r.key, r.data, null from register g join record r using (entity, key)
    where g.terms @@ $1::tsquery and g.entity = 'invoice' and g.state not in ('draft', 'paid', 'cancelled')`,
};

/** `customers`: the keys that the customer has, or had; `order`: the one that is asked about. As far as the register has come. */
export async function readOwed(
  db: Queryable,
  { customers, order, ...of }: { customers: readonly string[]; order: string } & Of,
): Promise<Owed> {
  const { rows } = await db.query<Document>({ ...READ, values: [keysQuery(customers), order] });
  return owedOf(rows, order, of);
}

interface Of {
  company: string;
  currency: string;
}

function owedOf(documents: readonly Document[], asked: string, { company, currency }: Of): Owed {
  const its = documents.filter(({ data }) => data['company'] === company);
  const told = its.filter(({ entity }) => entity === 'salesOrder');
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
