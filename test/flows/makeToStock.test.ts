import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Bom } from '../../examples/five-sites/systems/world/boms.ts';
import { euProduct, naItem, unpadded } from '../../examples/five-sites/systems/world/keys.ts';
import { makeWorld } from '../../examples/five-sites/systems/world/world.ts';
import { until } from '../process.ts';
import { type QuietNorthfield, startQuietNorthfield } from '../quietNorthfield.ts';

const world = makeWorld(1);
const QUICK = 50;
const facilities: Record<string, string> = { detroit: 'DET', monterrey: 'MTY', toledo: 'TOL' };

/** For each plant something that it makes, and has. */
const made = Object.fromEntries(
  ['detroit', 'monterrey', 'toledo', 'stuttgart', 'gdansk'].map((plant) => [plant, madeAt(plant)]),
);

let running: QuietNorthfield;
const keys = new Map<string, string>();

beforeAll(async () => {
  running = await startQuietNorthfield(QUICK, ['make-to-stock', 'quality-hold']);
  await until(async () => {
    for (const [plant, { bom }] of Object.entries(made)) {
      const { rows } = await running.database.pool.query<{ key: string }>(
        `select o.key from observation o join record b on b.entity = 'bom' and b.key like 'bom~' || o.key || '~%'
         where o.system = $1 and o.entity = 'item' and o.local_key = $2`,
        [bom.side === 'na' ? 'na-erp' : 'eu-erp', numberOf(bom)],
      );
      if (rows[0] !== undefined) keys.set(plant, rows[0].key);
    }
    return keys.size === Object.keys(made).length;
  });
});
afterAll(() => running.stop());

test('what planning forecasts is made in Toledo; what the plant holds of it is blocked in the ERP until it is released', async () => {
  const before = await american('toledo');
  const process = await forecast('toledo', '24');
  await running.ended(process, 'stocked');
  await until(async () => (await american('toledo')) > before);
  // Toledo holds its first order, and lets it go again.
  await until(async () => {
    const { rows } = await running.database.pool.query(
      `select state #>> '{}' as state from process_instance where process = 'quality-hold'`,
    );
    return rows.length === 1 && rows[0].state === 'released';
  });
  const { rows } = await running.american.query('select stat, blqt::int as blqt from mitblk');
  expect(rows).toEqual([{ stat: '90', blqt: 24 }]);
  await until(async () => (await american('toledo')) === before + 24);
});

test('stock that falls below its reorder point is made anew, once', async () => {
  const stock = await american('detroit');
  const asked = await running.planning('PUT', `/reorder-points/${keys.get('detroit')}/detroit`, {
    ...{ point: stock, qty: '30', uom: 'EA' },
  });
  expect(asked).toEqual({});
  const { bom } = made['detroit']!;
  await running.american.query(
    `insert into stg_mov (msgid, mvid, trty, itno, faci, whsl, trqt, unms, sgn) values ('lost', 'lost', 'CD', $1, 'DET', 'FG01', 2, 'PCE', '-')`,
    [numberOf(bom)],
  );
  await until(async () => (await instances('detroit')).length === 1);
  const [process] = await instances('detroit');
  await running.ended(process!, 'stocked');
  await until(async () => (await american('detroit')) === stock + 28);
  const { signals } = (await running.planning('GET', '/demand')) as { signals: { kind: string }[] };
  expect(signals.map(({ kind }) => kind)).toEqual(['FORECAST', 'REORDER']);
});

test('too much scrap goes to a person, who goes on; what was good comes into stock', async () => {
  const id = await forecast('gdansk', '12');
  await until(async () => (await running.standing(id))?.state === 'reviewing');
  const { rows } = await running.database.pool.query('select context from process_instance where id = $1', [
    id,
  ]);
  expect(rows[0].context).toMatchObject({ quantity: '12', scrap: '1' });
  await running.hub.ask('POST', `/process/v1/${id.replace('~', '/')}/signal`, {
    signal: 'go-on',
    reason: 'good enough',
  });
  await running.ended(id, 'stocked');
  const order = async () =>
    (await running.european('GET', `ProductionOrders?$filter=Plant eq 'PL20'`))['value'];
  // The ERP hears of the last operation beside the process.
  await until(async () => JSON.stringify(await order()).includes('"YieldQuantity":"11"'));
  expect(await order()).toMatchObject([{ TotalQuantity: '12', ScrapQuantity: '1' }]);
});

test('every other plant makes what planning asks of it by its own MES', async () => {
  const processes = [await forecast('monterrey', '8'), await forecast('stuttgart', '8')];
  for (const process of processes) await running.ended(process, 'stocked');
});

test('what a plant does not make is refused by its ERP, which says so', async () => {
  const { seq } = (await running.planning('POST', '/forecasts', {
    ...{ material: keys.get('gdansk'), location: 'stuttgart', qty: '5', uom: 'EA' },
  })) as { seq: number };
  const id = `make-to-stock~planning~D-${seq}`;
  await until(async () => {
    const { rows } = await running.database.pool.query(
      `select problem->>'detail' as words from parked where interface = 'eu-erp/stock-orders' and state = 'parked'`,
    );
    return rows.length === 1 && rows[0].words.includes('is not made at DE10');
  });
  await until(async () => (await running.standing(id))?.state === 'refused');
});

function madeAt(plant: string): { bom: Bom } {
  const bom = world.boms.find(
    (each) =>
      each.plant === plant &&
      world.items[each.item]!.unit === 'EA' &&
      world.stock.some(
        ({ item, site, status, quantity }) =>
          item === each.item && site === plant && status === 'unrestricted' && quantity > 40,
      ),
  );
  return { bom: bom! };
}

function numberOf({ side, item }: Bom): string {
  return side === 'na' ? unpadded(naItem(item)) : euProduct(item);
}

/** The process that follows what planning asks for. */
async function forecast(plant: string, qty: string): Promise<string> {
  const material = keys.get(plant);
  const { seq } = (await running.planning('POST', '/forecasts', {
    material,
    location: plant,
    qty,
    uom: 'EA',
  })) as {
    seq: number;
  };
  return `make-to-stock~planning~D-${seq}`;
}

async function instances(site: string): Promise<string[]> {
  const { rows } = await running.database.pool.query<{ id: string }>(
    `select id from process_instance where process = 'make-to-stock' and context->>'site' = $1`,
    [site],
  );
  return rows.map(({ id }) => id);
}

/** What lies free at a plant of the American ERP. */
async function american(plant: string): Promise<number> {
  const { rows } = await running.american.query<{ n: number }>(
    `select stqt::int as n from mitloc where faci = $1 and whsl = 'FG01' and ltrim(itno, '0') = $2 and stas = '2'`,
    [facilities[plant], numberOf(made[plant]!.bom)],
  );
  return rows[0]?.n ?? 0;
}
