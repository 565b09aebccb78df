import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RequestsPage } from '../../src/api/operations/requests/contract.ts';
import { filesOf } from '../../src/cli/apply.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { connectTo } from '../privatePostgres.ts';
import { type HubProcess, startHubProcess, temporaryFolder, until } from '../process.ts';
import { type ErpDatabase, erpDatabase, holdItems } from './erpDatabase.ts';
import { fourModels } from './fourModels.ts';

const PUMP = '4006381333931';
const VALVE = '4006381333948';

let database: TestDatabase;
let hub: HubProcess;
let drops: string;
let landscape: string;
let authority: pg.Client;
const erps: Record<string, ErpDatabase> = {};
const undo: (() => Promise<unknown>)[] = [];

/** Three ERPs that are databases, of which `na` takes proposals; a warehouse, a plant and its machines that drop files. */
beforeAll(async () => {
  database = await testDatabase();
  undo.push(database.drop);
  for (const code of ['na', 'eu', 'mx']) {
    const erp = await erpDatabase(code.toUpperCase(), 'new.name');
    erps[code] = erp;
    undo.push(erp.drop);
  }
  authority = await connectTo(erps['na']!.url);
  undo.push(() => authority.end());
  await authority.query(
    `create table proposal (id bigint generated always as identity, gtin text, revision text)`,
  );
  drops = await temporaryFolder('drops');
  landscape = await fourModels({
    ...{ na: erps['na']!.url, eu: erps['eu']!.url, mx: erps['mx']!.url, drops },
  });
  hub = await startHubProcess(landscape, database.url);
  undo.push(hub.kill);
});
afterAll(async () => {
  for (const each of undo.toReversed()) await each();
});

test('12. centralized: what Europe would change of a pump is asked of the American ERP; it is taken over there, or refused, and never written over', async () => {
  const { na, eu } = erps as { na: ErpDatabase; eu: ErpDatabase };
  await na.make(PUMP, 'Pump');
  await until(async () => (await heldBy('eu', PUMP))?.name === 'Pump' && (await hasSeen('eu', PUMP)));

  await eu.change(PUMP, { revision: 'B' });
  await until(async () => (await proposals()).length > 0);
  expect(await proposals()).toEqual(['B']);
  expect((await heldBy('na', PUMP))?.revision).toBe('0');
  expect(await requests('open')).toMatchObject([
    {
      interface: 'eu/items',
      authority: 'na',
      changed: [{ attribute: '/revision', is: '0', proposed: 'B' }],
    },
  ]);
  await na.change(PUMP, { revision: 'B' });
  await until(async () => (await requests('taken over')).length === 1);
  // It comes back to who asked: what is changed there before would be written over.
  await until(async () => (await delivered('eu/items-out')) === 2);

  await eu.change(PUMP, { revision: 'C' });
  await until(async () => (await requests('open')).length === 1);
  const [{ id } = { id: 0 }] = await requests('open');
  await hub.ask('POST', `/requests/${id}/reject`, { reason: 'not on the drawing' });
  expect(await requests('rejected')).toMatchObject([{ reason: 'not on the drawing', decidedBy: 'admin' }]);
  expect(await goldenOf(PUMP)).toMatchObject({ revision: 'B' });
  expect((await heldBy('na', PUMP))?.revision).toBe('B');
});

test('12. federated: what a member changes the other member has; two at once are a conflict; who is no member is kept aside', async () => {
  const { na, eu, mx } = erps as { na: ErpDatabase; eu: ErpDatabase; mx: ErpDatabase };
  await eu.make(VALVE, 'Valve');
  await until(async () => (await heldBy('na', VALVE))?.name === 'Valve' && (await hasSeen('na', VALVE)));
  await na.change(VALVE, { revision: '1' });
  await until(async () => (await heldBy('eu', VALVE))?.revision === '1');

  await mx.make(VALVE, 'valvula');
  await until(async () => await isKnownTo('mx'));
  await mx.change(VALVE, { revision: '9' });
  await until(async () => (await keptAside('mx/items')) > 0);
  expect(await goldenOf(VALVE)).toMatchObject({ names: { en: 'Valve' }, revision: '1' });

  hub.pause();
  await na.change(VALVE, { name: 'Valve DN50' });
  await eu.change(VALVE, { name: 'Valve 2 in' });
  // Neither is written over before both are read.
  const release = await holdItems([na.url, eu.url]);
  undo.push(release);
  hub.resume();
  let found: { attribute: string; values: { value: string }[] }[] = [];
  await until(async () => {
    found = ((await hub.ask('GET', '/conflicts')) as { conflicts: typeof found }).conflicts;
    return found.length > 0;
  });
  await release();
  expect(found).toMatchObject([{ attribute: '/names/en', entity: 'item', state: 'open' }]);
  expect(found[0]!.values.map(({ value }) => value).sort()).toEqual(['Valve 2 in', 'Valve DN50']);
});

test('12. event-driven: whoever counts states what is, from the first time on, the latest stands, nobody is asked, and what cannot be stated parks', async () => {
  const counted = (count: string, minute: number) => ({
    ...{ bin: 'A1', count, at: `2026-01-01T00:0${minute}:00.000Z` },
  });
  await drop('first.wms', [counted('5', 1)]);
  await until(async () => (await onHand()) === '5');
  await drop('second.plant', [counted('6', 3)]);
  await until(async () => (await onHand()) === '6');
  // Late news, then what is no number, then what counts: each in its turn.
  await drop('third.wms', [counted('9', 2), counted('four', 4), counted('4', 5)]);
  await until(async () => (await parkedAt('wms/stock')).length === 1);
  expect(await onHand()).toBe('6');
  await hub.ask('POST', '/parked/discard', {
    ...{ ids: await parkedAt('wms/stock'), reason: 'counted anew' },
  });
  await until(async () => (await onHand()) === '4');
  expect(await requests('open')).toEqual([]);
});

test('12. hybrid: the interface of the stage is heard, the other one is kept aside, and an apply turns them around', async () => {
  const stop = (id: string) => ({ id, at: '2026-01-01T00:00:00.000Z' });
  await drop('a.old', [stop('1')]);
  await drop('a.new', [stop('1'), stop('2')]);
  await until(async () => (await keptAside('mes/new')) === 2 && (await stops()).length > 0);
  expect(await stops()).toEqual(['mes~1']);

  const files = await filesOf(landscape);
  const enterprise = files['enterprise.yaml']!.replace('stage: legacy', 'stage: live');
  const applied = await hub.ask('POST', '/landscape', {
    files: { ...files, 'enterprise.yaml': enterprise },
  });
  expect(applied).toMatchObject({ outcome: 'applied' });
  await drop('b.old', [stop('3')]);
  await drop('b.new', [stop('4')]);
  await until(async () => (await keptAside('mes/old')) === 1 && (await stops()).length > 1);
  expect(await stops()).toEqual(['mes~1', 'mes~4']);
});

async function drop(name: string, rows: object[]): Promise<void> {
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  await writeFile(path.join(drops, `.${name}`), text);
  await rename(path.join(drops, `.${name}`), path.join(drops, name));
}

async function heldBy(code: string, gtin: string): Promise<{ name: string; revision: string } | undefined> {
  return (await erps[code]!.items()).get(gtin);
}

/** Whether the hub has looked at what it wrote there: what people change from now on it takes for theirs. */
async function hasSeen(system: string, gtin: string): Promise<boolean> {
  const { rows } = await database.pool.query(
    `select from observation o join identifier i on i.key = o.key where o.system = $1 and i.value = $2 and o.view is not null`,
    [system, gtin],
  );
  return rows.length > 0;
}

async function proposals(): Promise<string[]> {
  const { rows } = await authority.query('select distinct revision from proposal order by revision');
  return rows.map(({ revision }) => revision as string);
}

async function requests(state: string): Promise<RequestsPage['requests']> {
  const query = new URLSearchParams({ state });
  return ((await hub.ask('GET', `/requests?${query}`)) as RequestsPage).requests;
}

async function goldenOf(gtin: string): Promise<unknown> {
  const { rows } = await database.pool.query(
    `select r.data from record r join identifier i on i.key = r.key where i.value = $1 and r.entity = 'item'`,
    [gtin],
  );
  return rows[0]?.data;
}

async function keptAside(source: string): Promise<number> {
  const { rows } = await database.pool.query('select kept_aside::int as n from source where name = $1', [
    source,
  ]);
  return rows[0]?.n ?? 0;
}

async function onHand(): Promise<string | undefined> {
  const { rows } = await database.pool.query(
    `select data #>> '{onHand,value}' as count from record where entity = 'inventoryPosition'`,
  );
  return rows[0]?.count;
}

async function stops(): Promise<string[]> {
  const { rows } = await database.pool.query(
    `select id from ledger where entity = 'maintenanceEvent' order by position`,
  );
  return rows.map(({ id }) => id as string);
}

async function delivered(target: string): Promise<number> {
  const { rows } = await database.pool.query('select delivered::int as n from subscription where name = $1', [
    target,
  ]);
  return rows[0]?.n ?? 0;
}

async function isKnownTo(system: string): Promise<boolean> {
  const { rows } = await database.pool.query('select from observation where system = $1', [system]);
  return rows.length > 0;
}

async function parkedAt(from: string): Promise<number[]> {
  const { rows } = await database.pool.query(
    `select id::int as id from parked where interface = $1 and state = 'parked'`,
    [from],
  );
  return rows.map(({ id }) => id as number);
}
