import { afterAll, beforeAll, expect, test } from 'vitest';
import { finishedCount } from '../../examples/five-sites/systems/world/items.ts';
import { euProduct } from '../../examples/five-sites/systems/world/keys.ts';
import { makeWorld } from '../../examples/five-sites/systems/world/world.ts';
import { until } from '../process.ts';
import { type QuietNorthfield, startQuietNorthfield } from '../quietNorthfield.ts';

const world = makeWorld(1);
const QUICK = 50;

/** Finished goods that lie free in Rotterdam, enough of each. */
const [freed, scrapped] = world.stock.filter(
  ({ item, site, status, quantity }) =>
    item < finishedCount && site === 'rotterdam' && status === 'unrestricted' && quantity > 40,
) as [(typeof world.stock)[number], (typeof world.stock)[number]];

let running: QuietNorthfield;

beforeAll(async () => {
  running = await startQuietNorthfield(QUICK, ['quality-hold']);
  await until(async () => {
    const known = [freed, scrapped].map(({ item }) => euProduct(item));
    const { rows } = await running.database.pool.query(
      `select from observation where system = 'eu-erp' and entity = 'item' and local_key = any($1)`,
      [known],
    );
    return rows.length === known.length;
  });
});
afterAll(() => running.stop());

test('what quality holds in Rotterdam is blocked in the ERP and in the WMS, and its release frees it in both', async () => {
  const { european } = running;
  const product = euProduct(freed.item);
  const { QualityNotification } = await hold(product, 'NL30', 30);
  const isAt = async (state: string) => (await standing(QualityNotification))?.state === state;
  await until(() => isAt('held'));
  expect(await inErp(product)).toEqual({ '01': freed.quantity - 30, '07': 30 });
  expect(await inWms(product)).toEqual({ available: freed.quantity - 30, hold: 30 });
  await until(async () => (await inHub(product)).blocked === 30);
  await until(async () => (await inHub(product)).unrestricted === freed.quantity - 30);
  await european('PATCH', `QualityNotifications('${QualityNotification}')`, { UsageDecision: 'A' });
  await until(() => isAt('released'));
  expect(await inErp(product)).toEqual({ '01': freed.quantity, '07': 0 });
  expect(await inWms(product)).toEqual({ available: freed.quantity, hold: 0 });
});

test('what quality scraps is written off in the ERP and taken out in the WMS', async () => {
  const { european } = running;
  const product = euProduct(scrapped.item);
  const { QualityNotification } = await hold(product, 'NL30', 12);
  await until(async () => (await standing(QualityNotification))?.state === 'held');
  await european('PATCH', `QualityNotifications('${QualityNotification}')`, { UsageDecision: 'S' });
  await until(async () => (await standing(QualityNotification))?.state === 'scrapped');
  expect(await inErp(product)).toEqual({ '01': scrapped.quantity - 12, '07': 0 });
  expect(await inWms(product)).toEqual({ available: scrapped.quantity - 12, hold: 0 });
});

async function hold(
  product: string,
  plant: string,
  quantity: number,
): Promise<{ QualityNotification: string }> {
  return (await running.european('POST', 'QualityNotifications', {
    ...{
      Product: product,
      Plant: plant,
      Quantity: String(quantity),
      Unit: 'ST',
      ShortText: 'Dichtung undicht',
    },
  })) as never;
}

async function standing(notification: string): Promise<{ state: string; status: string } | undefined> {
  const { rows } = await running.database.pool.query(
    `select state #>> '{}' as state, status from process_instance where id like $1`,
    [`quality-hold~%${notification}`],
  );
  return rows[0];
}

/** By type of stock. */
async function inErp(product: string): Promise<Record<string, number>> {
  const { value } = (await running.european(
    'GET',
    `Stock?$filter=Product eq '${product}' and Plant eq 'NL30'`,
  )) as {
    value: { StockType: string; Quantity: string }[];
  };
  return Object.fromEntries(value.map(({ StockType, Quantity }) => [StockType, Number(Quantity)]));
}

async function inWms(product: string): Promise<Record<string, number>> {
  const { WMS_ROTTERDAM_URL, WMS_ROTTERDAM_KEY } = running.northfield.env;
  const headers = { 'x-api-key': WMS_ROTTERDAM_KEY! };
  const answer = await fetch(`${WMS_ROTTERDAM_URL}/stock?size=500`, { headers });
  const { items } = (await answer.json()) as { items: { sku: string; status: string; qty: number }[] };
  return Object.fromEntries(
    items.filter(({ sku }) => sku === product).map(({ status, qty }) => [status, qty]),
  );
}

/** By its state, as the hub knows what lies in Rotterdam. */
async function inHub(product: string): Promise<Record<string, number>> {
  const { rows } = await running.database.pool.query<{ state: string; n: number }>(
    `select distinct on (l.subject) l.data->'record'->>'stockStatus' as state, (l.data->'record'->'onHand'->>'value')::int as n
     from ledger l join observation o on o.system = 'eu-erp' and o.entity = 'item' and o.local_key = $1
     where l.entity = 'inventoryPosition' and l.type = 'inventoryPosition.changed' and l.subject like 'ivp~' || o.key || '~rotterdam~%'
     order by l.subject, l.position desc`,
    [product],
  );
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
}
