import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import type { JournalEntry } from '../../examples/five-sites/systems/plumbing/journal.ts';
import { testServer } from '../../examples/five-sites/systems/testing.ts';
import { naItem } from '../../examples/five-sites/systems/world/keys.ts';
import { readJournals } from '../chaos/journals.ts';
import { type SystemProcess, startSystem } from '../chaos/systems.ts';
import { temporaryFolder, until } from '../process.ts';

const KILLS = 3;
const ALL = 30;

let state: string;
let system: SystemProcess | undefined;
const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0).toReversed()) await each();
  await system?.kill();
  await rm(state, { recursive: true, force: true });
});

test('an ERP behind SQL that is killed while bookings are staged books each once', async () => {
  const server = await testServer();
  undo.push(server.stop);
  const { env } = await start('na-erp', server.url);
  const pool = new pg.Pool({ connectionString: env['NA_ERP_URL']!, max: 1, connectionTimeoutMillis: 5000 });
  pool.on('error', () => {});
  undo.push(() => pool.end());
  const onHand = async () => {
    const { rows } = await pool.query(
      `select coalesce(sum(stqt), 0)::int as n from mitloc where itno = $1 and faci = 'COL' and whsl = 'A01'`,
      [naItem(0)],
    );
    return rows[0].n as number;
  };
  const before = await onHand();
  await killedWhile(async (n) => {
    await pool.query(
      `insert into stg_mov (msgid, mvid, usid, trty, itno, faci, whsl, trqt, unms, trts, sgn)
       values ($1, $2, 'LINESHAFT', 'CD', $3, 'COL', 'A01', 1, 'PCE', now() at time zone 'UTC', '+') on conflict (msgid) do nothing`,
      [`m${n}`, `count~${n}`, naItem(0)],
    );
  });
  await until(async () => (await taken('movements')).length >= ALL);
  expect(await taken('movements')).toEqual(each((n) => `count~${n}`));
  expect(await onHand()).toBe(before + ALL);
});

test('a planning system behind REST that is killed while facts are posted keeps each once', async () => {
  const { env } = await start('planning');
  const at = '2026-03-01T08:00:00Z';
  await killedWhile(async (n) => {
    const fact = {
      id: `f${n}`,
      kind: 'productionIssue',
      material: 'itm_1',
      location: 'x',
      qty: '1',
      uom: 'EA',
      at,
    };
    await asked(`${env['PLANNING_URL']}/movements`, env['PLANNING_KEY']!, fact);
  });
  expect(await taken('movements')).toEqual(each((n) => `f${n}`));
});

test('a plant behind its own MQTT broker that is killed while orders come takes each, and tells each step of its work once', async () => {
  const { env } = await start('mes-detroit');
  const heard = new Set<string>();
  const client = mqtt.connect(env['MES_DETROIT_URL']!, {
    clientId: 'hub',
    clean: false,
    reconnectPeriod: 100,
  });
  undo.push(() => client.endAsync(true));
  client.on('error', () => {});
  client.on('message', (_topic, payload) => heard.add(JSON.parse(String(payload)).id));
  await client.subscribeAsync('northfield/detroit/mes/#', { qos: 1 });
  await killedWhile((n) => publish(client, orderOf(n)));
  await workIsDone();
  expect(await taken('orders')).toEqual(each(orderNumber));
  // A hold may be told at any time.
  await until(async () => heard.size === (await told()).length);
});

test('a plant behind folders that is killed while it reads and writes takes each order, and tells each step of its work once', async () => {
  const { env } = await start('mes-monterrey');
  const [inbox, outbox] = [env['MES_MONTERREY_IN']!, env['MES_MONTERREY_OUT']!];
  await mkdir(inbox, { recursive: true });
  await killedWhile(async (n) => {
    const number = orderNumber(n);
    const text = `${header}\r\n${number};100007;2,000;PZA;04/03/2026;LIBERADA;10;100234;4,500;KG;10\r\n`;
    await writeFile(path.join(inbox, `ORD_${number}.csv.tmp`), text);
    await rename(path.join(inbox, `ORD_${number}.csv.tmp`), path.join(inbox, `ORD_${number}.csv`));
    await until(async () => (await readdir(path.join(inbox, 'hecho'))).includes(`ORD_${number}.csv`));
  });
  await workIsDone();
  expect(await taken('orders')).toEqual(each(orderNumber));
  const written = async () => {
    const names = (await readdir(outbox)).filter((name) => name.endsWith('.csv'));
    const texts = await Promise.all(names.map((name) => readFile(path.join(outbox, name), 'latin1')));
    return new Set(
      texts.flatMap((text) =>
        text
          .split('\r\n')
          .slice(1)
          .filter(Boolean)
          .map((line) => line.split(';')[0]),
      ),
    );
  };
  await until(async () => (await written()).size === (await told()).length);
});

const header =
  'ORDEN;MATERIAL;CANTIDAD;UNIDAD;ENTREGA;ESTADO;RENGLON;COMPONENTE;CANT_COMP;UNI_COMP;OPERACION';
const orderNumber = (n: number) => String(1_000_001 + n);
const each = (name: (n: number) => string) => Array.from({ length: ALL }, (_, n) => name(n)).toSorted();

function orderOf(n: number): object {
  return {
    ...{ order: orderNumber(n), part: '100007', qty: 2, uom: 'ea', due: '2026-03-04', status: 'released' },
    components: [{ line: 10, part: '100234', qty: 2, uom: 'ea' }],
    operations: [{ op: 10 }],
  };
}

async function start(name: string, database = ''): Promise<SystemProcess> {
  state = await temporaryFolder('system');
  system = await startSystem(name, {
    state,
    database,
    hub: 'http://127.0.0.1:9',
    rate: 0,
    dirty: 0,
    pace: 20,
  });
  return system;
}

/** Sends one after the other, each until it was taken, while the system is killed and started again and again. */
async function killedWhile(send: (n: number) => Promise<void>): Promise<void> {
  let sent = 0;
  const killing = (async () => {
    for (let kills = 1; kills <= KILLS; kills++) {
      await until(async () => sent >= (kills * ALL) / (KILLS + 1));
      await system!.kill();
      await system!.start();
    }
  })();
  while (sent < ALL) {
    await until(
      () =>
        send(sent).then(
          () => true,
          () => false,
        ),
      120,
    );
    sent++;
  }
  await killing;
}

async function asked(url: string, key: string, body: object): Promise<void> {
  const headers = { 'x-api-key': key, 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(String(answer.status));
}

/** Resolves when the broker has acknowledged it; the client sends it again by itself when it is connected anew. */
async function publish(client: MqttClient, order: object): Promise<void> {
  await client.publishAsync('northfield/detroit/erp/orders', JSON.stringify(order), { qos: 1 });
}

async function journal(): Promise<readonly JournalEntry[]> {
  const reading = readJournals(new Map([[system!.name, system!]]));
  await reading.readOn();
  return reading.journals().get(system!.name)!;
}

/** What had an effect, in the order of its names; one that had two is there twice. */
async function taken(kind: string): Promise<string[]> {
  const entries = await journal();
  return entries
    .filter((entry) => 'took' in entry && entry.took === kind && entry.outcome === 'accepted')
    .map(({ id }) => id)
    .toSorted();
}

async function told(): Promise<JournalEntry[]> {
  const entries = (await journal()).filter((entry) => 'told' in entry);
  const names = entries.map((entry) => `${'told' in entry && entry.told} ${entry.id}`);
  expect(new Set(names).size).toBe(names.length);
  return entries;
}

/** One operation and one component: begun, material, made, done; of each order these four, and no more but holds. */
async function workIsDone(): Promise<void> {
  const work = async () => (await told()).filter((entry) => 'told' in entry && entry.told !== 'holds');
  await until(async () => (await work()).length >= 4 * ALL);
  expect((await work()).length).toBe(4 * ALL);
}
