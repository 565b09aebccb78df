import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningNorthfield, startAll } from './start.ts';
import { eventually, testOptions, testServer } from './testing.ts';
import { naCustomer, naItem, unpadded } from './world/keys.ts';
import { makeWorld } from './world/world.ts';

let server: Awaited<ReturnType<typeof testServer>>;
let options: Awaited<ReturnType<typeof testOptions>>;
let northfield: RunningNorthfield;
let db: pg.Client;
beforeAll(async () => {
  server = await testServer();
  options = await testOptions({ database: server.url });
  northfield = await startAll(options, ['mes-toledo', 'wms-columbus', 'na-erp']);
  db = new pg.Client({ connectionString: northfield.env['NA_ERP_URL']! });
  await db.connect();
});
afterAll(async () => {
  await db.end();
  await northfield.stop();
  await server.stop();
  await options.clean();
});

const one = (query: string, values: unknown[]) =>
  eventually(async () => (await db.query(query, values)).rows[0]);

interface ToledoEvent {
  seq: number;
  workOrder: string;
  operation: string;
  state: string;
  goodQty: string;
}
async function toledo(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(northfield.env['MES_TOLEDO_URL'] + path, {
    ...init,
    headers: { 'x-api-key': northfield.env['MES_TOLEDO_KEY']! },
  });
}
const toledoUnits: Record<string, string> = { PCE: 'EACH', KG: 'KILO', M: 'METER', L: 'LITER' };

/** What a hub does, done by hand: the ERP's order to the plant, and what the plant told back to the ERP. */
async function carryProduction(mfno: string): Promise<void> {
  const { rows: parts } = await db.query('select * from mwomat where mfno = $1', [mfno]);
  const order = (await db.query('select * from mwohed where mfno = $1', [mfno])).rows[0];
  const body = {
    ...{ item: order.itno, quantity: order.orqt, unit: 'EACH', state: 'released' },
    materials: parts.map((part) => ({
      position: String(part.mseq),
      item: part.mtno,
      quantity: part.reqt,
      unit: toledoUnits[part.peun],
    })),
    operations: [{ operation: '0010' }, { operation: '0020' }],
  };
  expect((await toledo(`/work-orders/${mfno}`, { method: 'PUT', body: JSON.stringify(body) })).status).toBe(
    201,
  );
  await eventually(
    async () => ((await (await toledo(`/work-orders/${mfno}`)).json()) as { state: string }).state === 'done',
  );
  const { events } = (await (await toledo('/events/confirmations?after=0')).json()) as {
    events: ToledoEvent[];
  };
  for (const event of events)
    await db.query(
      `insert into stg_cnf (msgid, cnid, mfno, opno, kind, yiqt, unms) values ($1, $1, $2, $3, $4, $5, 'PCE')`,
      [
        `toledo~${event.seq}`,
        event.workOrder,
        Number(event.operation),
        { STARTED: 'B', PROGRESS: 'P', DONE: 'F' }[event.state],
        event.goodQty,
      ],
    );
}

/** The ERP's delivery to the warehouse as a file. */
async function carryDelivery(delivery: {
  dlix: string;
  ponr: number;
  itno: string;
  dlqt: string;
}): Promise<void> {
  const number = unpadded(delivery.dlix).padEnd(10);
  const head = `HDLV ${number}${'20017'.padEnd(10)}20260305${'5000001'.padEnd(10)}A`.padEnd(80);
  const quantity = String(Number(delivery.dlqt) * 1000).padStart(12, '0');
  const line =
    `L${number}${String(delivery.ponr).padEnd(6)}${unpadded(delivery.itno).padEnd(18)}${quantity}EA`.padEnd(
      100,
    );
  writeFileSync(join(northfield.env['WMS_COLUMBUS_IN']!, 'DLV1.txt'), `${head}\r\n${line}\r\n`);
}

/** The lines of the files that the warehouse wrote. */
function told(prefix: string): string[] {
  const folder = northfield.env['WMS_COLUMBUS_OUT']!;
  const names = readdirSync(folder).filter((name) => name.startsWith(prefix) && name.endsWith('.txt'));
  return names
    .flatMap((name) => readFileSync(join(folder, name), 'ascii').split('\r\n'))
    .filter((line) => line.startsWith('L'));
}

test('an order is made in Toledo, shipped from Columbus and closed in the ERP when its papers are carried', async () => {
  const world = makeWorld(1);
  const bom = world.boms.find((candidate) => candidate.plant === 'toledo' && candidate.item < 280)!;
  const customer = naCustomer(world.customers.find((party) => party.sides.includes('na'))!.index);
  await db.query(`insert into stg_orl (msgid, ponr, itno, orqt, unms) values ('o', 10, $1, 900, 'PCE')`, [
    naItem(bom.item),
  ]);
  await db.query(`insert into stg_ord (msgid, cuno, extref) values ('o', $1, 'so~crm~1')`, [customer]);
  const order = await one(`select * from mwohed where faci = 'TOL' and stat = '40' and orno is not null`, []);
  await carryProduction(order.mfno);
  await carryDelivery(
    await one('select * from mhdisl join mhdish using (dlix) where orno = $1', [order.orno]),
  );
  const shipped = await eventually(() => told('MOV').find((line) => line.slice(13, 15) === 'SH'));
  const quantity = Number(shipped.slice(33, 45)) / 1000;
  await db.query(
    `insert into stg_mov (msgid, mvid, trty, itno, faci, trqt, unms, rfty, rfno, rfln) values ('m', 'm', 'SI', $1, 'COL', $2, $3, 'DO', $4, $5)`,
    [
      shipped.slice(15, 33).trim(),
      quantity,
      shipped.slice(46, 48) === 'DZ' ? 'DZ' : 'PCE',
      shipped.slice(64, 74).trim(),
      shipped.slice(74, 80).trim(),
    ],
  );
  const closed = await one(
    `select o.stat as order_stat, d.stat as delivery_stat from oohead o join mhdish d using (orno) where orno = $1 and d.stat = '90'`,
    [order.orno],
  );
  expect(closed).toEqual({ order_stat: '77', delivery_stat: '90' });
  await eventually(() => told('MIL').some((line) => line.slice(23, 26) === 'DLV'));
});
