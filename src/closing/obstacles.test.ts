import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { transaction } from '../database/transaction.ts';
import { append } from '../ledger/append.ts';
import type { InterfaceStatus, SiteStatus } from '../observability/status.ts';
import { followNow } from '../register/register.testing.ts';
import { readObstacles } from './obstacles.ts';

const question = { sites: ['detroit', 'toledo'], until: '2026-02-28', lag: 300 };

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(() => database.pool.query('truncate record, register, register_progress, uninvoiced'));
afterAll(() => database.drop());

test('a period with nothing open, told by interfaces that are up to date, is ready', async () => {
  await shipment('shp~1', 'departed', 'detroit', '2026-02-27', 'so~1');
  await invoiceFor('so~1');
  expect(await obstacles([at('na-erp/confirmations', 'productionConfirmation', 3)])).toEqual([]);
});

test('what is not shipped, not invoiced and not matched is listed by site, of this company and up to the last day', async () => {
  await shipment('shp~2', 'picking', 'detroit', '2026-02-20', 'so~2');
  await shipment('shp~3', 'released', 'detroit', '2026-02-28', 'so~3');
  await shipment('shp~4', 'released', 'detroit', '2026-03-01', 'so~4');
  await shipment('shp~5', 'released', 'stuttgart', '2026-02-20', 'so~5');
  await shipment('shp~6', 'departed', 'toledo', '2026-02-20', 'so~6');
  await record('invoice', 'inv~7', {
    ...{ direction: 'payable', status: 'blocked', site: 'toledo', documentDate: '2026-02-11' },
  });
  expect(await obstacles([])).toEqual([
    { kind: 'openDelivery', site: 'detroit', count: 2, examples: ['shp~2', 'shp~3'] },
    { kind: 'notInvoiced', site: 'toledo', count: 1, examples: ['shp~6'] },
    { kind: 'unmatchedInvoice', site: 'toledo', count: 1, examples: ['inv~7'] },
  ]);
});

test('what waits to be posted, and an interface that is behind or has not said how far it is, is listed', async () => {
  const parked = { parked: 2, 'held-behind': 1, retrying: 0, waiting: 0 };
  const interfaces = [
    { ...at('na-erp/movements', 'inventoryMovement', 0), open: parked },
    at('na-erp/confirmations', 'productionConfirmation', 900),
    at('na-erp/invoices', 'invoice', null),
    at('na-erp/items', 'item', 900),
  ];
  expect(await obstacles(interfaces)).toEqual([
    { kind: 'unposted', site: 'detroit', interface: 'na-erp/movements', count: 3, examples: [] },
    { kind: 'lagging', site: 'detroit', interface: 'na-erp/confirmations', count: 900, examples: [] },
    { kind: 'lagging', site: 'detroit', interface: 'na-erp/invoices', count: 0, examples: [] },
  ]);
});

async function obstacles(interfaces: InterfaceStatus[]) {
  await followNow(database.pool);
  const system = { code: 'na-erp', kind: 'erp', connector: 'sql', interfaces };
  const site = { code: 'detroit', kind: 'plant', region: 'na', timeZone: 'America/Detroit' };
  return readObstacles(database.pool, [{ ...site, systems: [system] } as SiteStatus], question);
}

function at(id: string, entity: string, lagSeconds: number | null): InterfaceStatus {
  const open = { parked: 0, 'held-behind': 0, retrying: 0, waiting: 0 };
  const standing = { open, failed: 0, state: 'running' as const };
  return { id, entity, lagSeconds, ...standing, direction: 'target', totals: { delivered: 0 } };
}

function shipment(key: string, status: string, site: string, ship: string, order: string): Promise<void> {
  return record('shipment', key, {
    ...{ status, site, direction: 'outbound', kind: 'order', planned: { ship } },
    refs: [{ entity: 'salesOrder', key: order }],
  });
}

async function record(entity: string, key: string, data: object): Promise<void> {
  await database.pool.query(
    'insert into record (entity, key, version, data, changed_at) values ($1, $2, 1, $3, now())',
    [entity, key, JSON.stringify(data)],
  );
}

/** As the ledger tells it. */
async function invoiceFor(order: string): Promise<void> {
  const entry = {
    ...{ id: `inv~${order}`, type: 'invoice.changed', entity: 'invoice', system: 'na-erp' },
    ...{
      subject: `inv~${order}`,
      partitionKey: `inv~${order}`,
      time: '2026-02-28T10:00:00.000Z',
      data: '{}',
    },
    mentions: [order],
  };
  await transaction(database.pool, (connection) => append(connection, [entry]));
}
