import { batchOf, openInlet, testLine } from '../../test/line.ts';
import type { Pool } from '../database/pool.ts';
import { transaction } from '../database/transaction.ts';
import { type NewParked, park } from '../delivery/parked.ts';
import { keepReceipts, type NewReceipt } from '../delivery/receipts.ts';
import { takeIn } from '../inbound.ts';
import type { JsonObject } from '../vocabulary/json.ts';

/** Brings what a test needs onto the line of the landscape `northfield`, through the line's own steps. */
export interface Scene {
  /** One message of a source, its document already canonical; */
  say(interfaceId: string, entity: string, ...documents: JsonObject[]): Promise<void>;
  /** A target, read up to a position. */
  target(interfaceId: string, position: number): Promise<number>;
  receipt(subscription: number, receipt: Omit<NewReceipt, 'sentAt' | 'receivedAt'>): Promise<void>;
  hold(direction: 'in' | 'out', interfaceId: string, entity: string, message: NewParked): Promise<void>;
}

export function createScene(pool: Pool): Scene {
  const line = testLine(pool);
  const inlets = new Map<string, ReturnType<typeof openInlet>>();
  return {
    say: async (interfaceId, entity, ...documents) => {
      const [system, name] = interfaceId.split('/') as [string, string];
      const opened = inlets.get(interfaceId) ?? openInlet(line, { system, name, entity, map: '$' });
      inlets.set(interfaceId, opened);
      const outcomes = await takeIn(line, await opened, batchOf(...documents));
      const parked = outcomes.find((outcome) => outcome.outcome === 'parked');
      if (parked) throw new Error(JSON.stringify(parked));
    },
    target: async (interfaceId, position) => {
      const { rows } = await pool.query<{ id: number }>(
        'insert into subscription (name, position) values ($1, $2) returning id',
        [interfaceId, position],
      );
      return rows[0]!.id;
    },
    receipt: (subscription, receipt) =>
      transaction(pool, (connection) =>
        keepReceipts(connection, subscription, [
          { sentAt: '2026-03-01T08:00:00.000Z', receivedAt: '2026-03-01T08:00:00.250Z', ...receipt },
        ]),
      ),
    hold: (direction, interfaceId, entity, message) =>
      transaction(pool, (connection) => park(connection, direction, interfaceId, entity, [message])),
  };
}

export const order = (number: string, status = 'open'): JsonObject => ({
  number,
  status,
  site: 'chicago',
  orderKind: 'standard',
  documentDate: '2026-02-27',
  company: 'us01',
  currency: 'USD',
  parties: [{ role: 'soldTo', party: 'cus_01JN7QAAAAAAAAAAAAAAAAAAAA' }],
  requested: '2026-03-10',
  lines: [
    {
      lineNo: '10',
      item: { item: 'itm_01JN7QAAAAAAAAAAAAAAAAAAAA' },
      quantity: { value: '5', unit: 'EA' },
      schedules: [{ no: '1', requested: { quantity: { value: '5', unit: 'EA' }, date: '2026-03-10' } }],
    },
  ],
});

export const productionOrder = (number: string, salesOrder: string): JsonObject => ({
  number,
  status: 'planned',
  site: 'detroit',
  company: 'us01',
  documentDate: '2026-02-27',
  item: { item: 'itm_01JN7QAAAAAAAAAAAAAAAAAAAA' },
  quantity: { value: '5', unit: 'EA' },
  orderKind: 'discrete',
  priority: '1',
  planned: { from: '2026-03-02T06:00:00.000Z', to: '2026-03-02T14:00:00.000Z' },
  demand: [{ entity: 'salesOrder', system: 'crm', number: salesOrder }],
});

export const confirmation = (id: string, productionOrder: string): JsonObject => ({
  localKey: id,
  occurredAt: '2026-03-02T07:00:00.000Z',
  recordedAt: '2026-03-02T07:00:00.000Z',
  site: 'detroit',
  order: { entity: 'productionOrder', system: 'na-erp', number: productionOrder },
  operationNo: '10',
  kind: 'progress',
  yield: { value: '2', unit: 'EA' },
  goodsMovement: 'separate',
});

export const movement = (id: string): JsonObject => ({
  localKey: id,
  occurredAt: '2026-03-02T07:00:00.000Z',
  recordedAt: '2026-03-02T07:00:00.000Z',
  site: 'detroit',
  movementType: 'otherReceipt',
  item: { item: 'itm_01JN7QAAAAAAAAAAAAAAAAAAAA' },
  quantity: { value: '2', unit: 'EA' },
  to: { stockStatus: 'unrestricted', ownership: 'own' },
});
