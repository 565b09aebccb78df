import type { NewEntry } from '../src/vocabulary/envelope.ts';
import type { JsonObject } from '../src/vocabulary/json.ts';

/** What the systems say on the way of an order over two sites, in order: a step may be more than one entry. */
const STEPS: ((order: number) => NewEntry[])[] = [
  (order) => [
    told('salesOrder', key(order), {
      ...{ system: 'crm', status: 'open', requested: '2026-01-10' },
      parties: [{ role: 'soldTo', party: 'cus_1' }],
      lines: [{ lineNo: '1', item: { item: 'itm_1' }, quantity: { value: '10', unit: 'EA' } }],
    }),
  ],
  (order) => [answered('masterData', 'check', 'check-records', key(order), order, '1.1', { obstacles: [] })],
  (order) => [answered('promising', 'reserve', 'promise', key(order), order, '2.1', { promise: PROMISED })],
  (order) => [
    answered('promising', 'confirm', 'confirm', key(order), order, '3.1', {}),
    answered('salesOrder', 'enter', 'enter', key(order), order, '3.2', {}),
    answered('salesOrder', 'enter', 'enter', `${key(order)}.1`, order, '3.3', {}),
  ],
  (order) => [shipment('na-erp', order, key(order), 'picking', 'detroit', '6')],
  (order) => [shipment('na-erp', order, key(order), 'departed', 'detroit', '6')],
  (order) => [shipment('eu-erp', order, `${key(order)}.1`, 'departed', 'stuttgart', '4')],
  (order) => [invoice('na-erp', order, key(order), 'issued')],
  (order) => [invoice('eu-erp', order, `${key(order)}.1`, 'issued')],
  (order) => [invoice('na-erp', order, key(order), 'paid')],
  (order) => [invoice('eu-erp', order, `${key(order)}.1`, 'paid')],
];

export const ORDER_STEPS = STEPS.length;

/** What is said about an order at a step of its way; nothing before and after it. */
export function orderStep(order: number, step: number): NewEntry[] {
  return STEPS[step]?.(order) ?? [];
}

export const key = (order: number) => `so~crm~${order}`;

const PROMISED = {
  lines: [
    {
      ...{ line: '1', item: 'itm_1', unit: 'EA' },
      parts: [
        { site: 'detroit', quantity: '6', day: '2026-01-10', arrives: '2026-01-10' },
        { site: 'stuttgart', quantity: '4', day: '2026-01-10', arrives: '2026-01-12' },
      ],
    },
  ],
};

function shipment(
  system: string,
  order: number,
  its: string,
  status: string,
  site: string,
  value: string,
): NewEntry {
  return told('shipment', `shp~${system}~${order}`, {
    ...{ system, status, site, refs: [{ key: its }] },
    lines: [{ lineNo: '1', quantity: { value, unit: 'EA' } }],
  });
}

function invoice(system: string, order: number, its: string, status: string): NewEntry {
  return told('invoice', `inv~${system}~${order}`, { system, status, refs: [{ key: its }] });
}

let versions = 0;

function told(entity: string, subject: string, record: JsonObject): NewEntry {
  const data = JSON.stringify({ version: 1, change: 'updated', changed: ['status'], record });
  return entry(
    `${subject}@${++versions}`,
    `${entity}.changed`,
    entity,
    String(record['system']),
    subject,
    data,
  );
}

function answered(
  entity: string,
  verb: string,
  command: string,
  subject: string,
  order: number,
  n: string,
  said: JsonObject,
): NewEntry {
  const instance = `order-to-cash~${key(order)}`;
  const data = JSON.stringify({
    ...{ verb, process: 'order-to-cash', instance, command, n, answer: 'delivered' },
    ...said,
  });
  return entry(`${instance}#${n}/delivered`, `answer.${entity}.${verb}`, entity, 'erp', subject, data);
}

function entry(
  id: string,
  type: string,
  entity: string,
  system: string,
  subject: string,
  data: string,
): NewEntry {
  const time = new Date().toISOString();
  return { id, type, entity, system, subject, partitionKey: subject, time, data };
}
