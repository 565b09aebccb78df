import { afterAll, beforeAll, expect, test } from 'vitest';
import { madeCount } from '../../examples/five-sites/systems/world/items.ts';
import { euProduct, naItem, unpadded } from '../../examples/five-sites/systems/world/keys.ts';
import { makeWorld } from '../../examples/five-sites/systems/world/world.ts';
import { inDays, until } from '../process.ts';
import { type QuietNorthfield, startQuietNorthfield } from '../quietNorthfield.ts';

const world = makeWorld(1);
const QUICK = 50;

/** Pieces that a plant of either company buys, and of whom, as planning knows them. */
const bought = { toledo: boughtAt('toledo'), gdansk: boughtAt('gdansk') };
type Plant = keyof typeof bought;

let running: QuietNorthfield;
const materials = new Map<Plant, string>();
let supplier: string;

beforeAll(async () => {
  running = await startQuietNorthfield(QUICK, ['procure-to-pay']);
  await until(async () => {
    for (const plant of ['toledo', 'gdansk'] as const) {
      const { rows } = await running.database.pool.query<{ key: string }>(
        `select key from observation where entity = 'item' and system = $1 and local_key = $2`,
        [plant === 'toledo' ? 'na-erp' : 'eu-erp', numberAt(plant)],
      );
      if (rows[0] !== undefined) materials.set(plant, rows[0].key);
    }
    const { rows } = await running.database.pool.query<{ key: string }>(
      `select a.key from observation a join observation b on b.key = a.key and b.entity = 'supplier' and b.system = 'eu-erp'
       where a.entity = 'supplier' and a.system = 'na-erp' order by a.key limit 1`,
    );
    supplier = rows[0]?.key ?? '';
    const known = (await running.planning('GET', '/suppliers?limit=500')) as {
      records: { supplier: string }[];
    };
    return materials.size === 2 && known.records.some((each) => each.supplier === supplier);
  });
});
afterAll(() => running.stop());

test('what planning wants for Toledo is ordered, received, invoiced as ordered, released and paid in the American ERP', async () => {
  const before = await inToledo();
  const id = await requisition('toledo');
  await running.ended(id, 'paid');
  expect(await inToledo()).toBe(before + 40);
  const { rows } = await running.american.query(
    `select h.stat as ordered, f.stat as invoiced, f.ivam::float8 as amount from mphead h join fpledg f using (puno) where h.extref = $1`,
    [id.replace('procure-to-pay~', '')],
  );
  expect(rows).toEqual([{ ordered: '70', invoiced: '90', amount: 500 }]);
});

test('of what Gdańsk buys, an invoice a tenth too high goes to a person: one is released all the same, another blocked', async () => {
  // The supplier invoices too much for one order in four.
  const ids: string[] = [];
  for (let i = 0; i < 7; i++) ids.push(await requisition('gdansk'));
  const differing = async () => {
    const standings = await Promise.all(ids.map(running.standing));
    return ids.filter((_, i) => standings[i]?.state === 'differing');
  };
  await until(async () => (await differing()).length === 2);
  const [released = '', blocked = ''] = await differing();
  const { differences } = (await running.standing(released))!.context['next'] as { differences: object[] };
  expect(differences).toEqual([{ line: '00010', is: 'price', ordered: '500', invoiced: '550' }]);
  await decide(released, 'release');
  await decide(blocked, 'block');
  for (const id of ids) await running.ended(id, id === blocked ? 'blocked' : 'paid');
  const { value } = await running.european('GET', 'SupplierInvoices');
  expect(
    (value as { Status: string; NetAmount: string }[])
      .map((each) => `${each.Status} ${each.NetAmount}`)
      .sort(),
  ).toEqual([...Array(5).fill('C 500.00'), 'C 550.00', 'R 550.00'].sort());
});

test('of what a supplier of Toledo confirms less and later, a person accepts what there is: that is received, invoiced and paid', async () => {
  const before = await inToledo();
  const id = await requisition('toledo', 1000);
  await until(async () => (await running.standing(id))?.state === 'deviating');
  const [{ schedules = [] } = {}] = (await running.standing(id))!.context['lines'] as {
    schedules?: object[];
  }[];
  expect(schedules).toMatchObject([{ confirmed: { quantity: { value: '900' }, date: inDays(14) } }]);
  await decide(id, 'accept');
  await running.ended(id, 'paid');
  expect(await inToledo()).toBe(before + 900);
  const { rows } = await running.american.query(
    `select h.stat as ordered, f.stat as invoiced, l.ivqt::float8 as quantity from mphead h join fpledg f using (puno) join fpline l using (ivno) where h.extref = $1`,
    [id.replace('procure-to-pay~', '')],
  );
  expect(rows).toEqual([{ ordered: '70', invoiced: '90', quantity: 900 }]);
});

test('what a supplier of Gdańsk confirms less of and a person declines is taken back in the European ERP', async () => {
  const id = await requisition('gdansk', 1000);
  await until(async () => (await running.standing(id))?.state === 'deviating');
  await decide(id, 'decline');
  await running.ended(id, 'cancelled');
  const reference = id.replace('procure-to-pay~', '');
  const { value } = await running.european(
    'GET',
    `PurchaseOrders?$filter=ExternalReference eq '${reference}'`,
  );
  expect(value).toMatchObject([{ Status: 'X', Acknowledgement: 'AC' }]);
});

test('what a supplier confirms whole, but days later than it is needed, a person accepts or declines', async () => {
  const accepted = await requisition('gdansk', 40, inDays(2));
  const declined = await requisition('toledo', 40, inDays(2));
  const intime = await requisition('toledo', 40, inDays(4));
  for (const id of [accepted, declined])
    await until(async () => (await running.standing(id))?.state === 'deviating');
  expect((await running.standing(accepted))!.context['late']).toEqual([
    { line: '00010', needed: inDays(2), confirmed: inDays(7), days: 5 },
  ]);
  await decide(accepted, 'accept');
  await decide(declined, 'decline');
  await running.ended(declined, 'cancelled');
  for (const id of [accepted, intime])
    await until(async () => {
      const { state } = (await running.standing(id))!;
      return state === 'differing' || state === 'paid';
    });
  const { rows } = await running.database.pool.query(
    `select from process_step where instance = any($1) and state #>> '{}' = 'deviating'`,
    [[accepted, declined, intime]],
  );
  expect(rows.length).toBe(2);
});

function boughtAt(plant: string): number {
  const row = world.stock.find(
    ({ item, site, status }) =>
      item >= madeCount && site === plant && status === 'unrestricted' && world.items[item]!.unit === 'EA',
  );
  return row!.item;
}

function numberAt(plant: Plant): string {
  return plant === 'toledo' ? unpadded(naItem(bought.toledo)) : euProduct(bought.gdansk);
}

/** Pieces at 12.50; the process that follows it. */
async function requisition(plant: Plant, pieces = 40, needBy?: string): Promise<string> {
  const { seq } = (await running.planning('POST', '/requisitions', {
    ...{ material: materials.get(plant), location: plant, supplier, qty: String(pieces), uom: 'EA' },
    ...{ price: '12.50', currency: 'EUR', need_by: needBy },
  })) as { seq: number };
  return `procure-to-pay~po~planning~R-${seq}`;
}

async function decide(id: string, signal: string): Promise<void> {
  await running.hub.ask('POST', `/process/v1/${id.replace('~', '/')}/signal`, {
    signal,
    reason: 'asked the buyer',
  });
}

async function inToledo(): Promise<number> {
  const { rows } = await running.american.query<{ n: number }>(
    `select stqt::float8 as n from mitloc where faci = 'TOL' and whsl = 'RM01' and ltrim(itno, '0') = $1 and stas = '2'`,
    [numberAt('toledo')],
  );
  return rows[0]!.n;
}
