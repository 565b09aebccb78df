import { column, fromColumns } from '../database/columns.ts';
import type { Connection } from '../database/pool.ts';
import { mentionsOf } from '../identity/mentions.ts';
import { isObject, type JsonObject } from '../vocabulary/json.ts';
import { NEVER } from './find.ts';

/** A current record, or the one that an entry tells. */
interface Document {
  key: string;
  data: JsonObject;
}

interface Uninvoiced {
  document: string;
  shipment: string;
  site: string;
  day: string;
}

const LEFT = new Set(['departed', 'arrived', 'delivered', 'closed']);

const SHIPMENTS = {
  name: 'uninvoiced-shipments',
  text: `select key, data from record where entity = 'shipment' and key in (
           select subject from ledger where entity = 'shipment' and position > $1 and position <= $2)`,
};

const INVOICES = {
  name: 'uninvoiced-invoices',
  text: `select subject as key, data -> 'record' as data from ledger where type = 'invoice.changed' and entity = 'invoice' and position > $1 and position <= $2`,
};

/** Keeps which shipments no invoice names, over these entries of the ledger. */
export async function followInvoices(connection: Connection, after: number, until: number): Promise<void> {
  const { rows: shipments } = await connection.query<Document>({ ...SHIPMENTS, values: [after, until] });
  const { rows: invoices } = await connection.query<Document>({ ...INVOICES, values: [after, until] });
  await noteInvoices(connection, invoices);
  await noteShipments(connection, shipments);
}

const FILL = {
  name: 'uninvoiced-fill',
  text: `select key, data from record where entity = 'shipment' and (entity, key) > ($1, $2) and (entity, key) <= ($3, $4)`,
};

/** The same for records that were there before, in order of entity and key. */
export async function fillInvoices(
  connection: Connection,
  range: readonly [string, string, string, string],
): Promise<void> {
  const { rows } = await connection.query<Document>({ ...FILL, values: [...range] });
  await noteShipments(connection, rows);
}

async function noteInvoices(connection: Connection, invoices: readonly Document[]): Promise<void> {
  const named = invoices.flatMap(({ data }) => (isObject(data) ? mentionsOf(data) : []));
  if (named.length === 0) return;
  await connection.query({
    name: 'uninvoiced-invoiced',
    text: 'delete from uninvoiced where shipment in (select shipment from uninvoiced where document = any($1))',
    values: [[...new Set(named)]],
  });
}

async function noteShipments(connection: Connection, shipments: readonly Document[]): Promise<void> {
  if (shipments.length === 0) return;
  const keys = shipments.map(({ key }) => key);
  await connection.query({
    name: 'uninvoiced-gone-over',
    text: 'delete from uninvoiced where shipment = any($1)',
    values: [keys],
  });
  const left = shipments.flatMap(documentsOf);
  const invoiced = await readInvoiced(
    connection,
    left.map(({ document }) => document),
  );
  const settled = new Set(
    left.flatMap(({ document, shipment }) => (invoiced.has(document) ? [shipment] : [])),
  );
  await keep(
    connection,
    left.filter(({ shipment }) => !settled.has(shipment)),
  );
}

/** What an invoice for a shipment may name: the shipment, or what it is for. Nothing of one that is not, or not yet, to be invoiced. */
function documentsOf({ key, data }: Document): Uninvoiced[] {
  const { direction, kind, status, site, mergedInto } = data;
  if (direction !== 'outbound' || kind !== 'order' || !LEFT.has(String(status))) return [];
  if (typeof site !== 'string' || typeof mergedInto === 'string') return [];
  const day = dayOf(data['actual']) ?? dayOf(data['planned']) ?? NEVER;
  return [...new Set([key, ...mentionsOf(data)])].map((document) => ({ document, shipment: key, site, day }));
}

function dayOf(times: unknown): string | undefined {
  const ship = isObject(times) ? times['ship'] : undefined;
  return typeof ship === 'string' ? ship.slice(0, 10) : undefined;
}

async function readInvoiced(
  connection: Connection,
  documents: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await connection.query<{ key: string }>({
    name: 'uninvoiced-known',
    text: `select distinct m.key from unnest($1::text[]) d join mention m on m.key = d join ledger l on l.position = m.position where l.entity = 'invoice'`,
    values: [[...new Set(documents)]],
  });
  return new Set(rows.map(({ key }) => key));
}

async function keep(connection: Connection, rows: readonly Uninvoiced[]): Promise<void> {
  if (rows.length === 0) return;
  await connection.query({
    name: 'uninvoiced-keep',
    text: `insert into uninvoiced (document, shipment, site, day) select * from ${fromColumns(['text', 'text', 'text', 'text'])}`,
    values: [
      column(rows.map(({ document }) => document)),
      column(rows.map(({ shipment }) => shipment)),
      column(rows.map(({ site }) => site)),
      column(rows.map(({ day }) => day)),
    ],
  });
}
