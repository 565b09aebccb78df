import { isDeepStrictEqual } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../database.ts';
import { connectTo } from '../privatePostgres.ts';
import { type HubProcess, startHubProcess, until, writeLandscape } from '../process.ts';
import { type ErpDatabase, erpDatabase, erpFiles, erpItems, erpItemsOut } from './erpDatabase.ts';

const ITEMS = 24;
const ROUNDS = 4;

let database: TestDatabase;
let hub: HubProcess;
let values = 0;
let na: ErpDatabase;
let eu: ErpDatabase;
afterEach(async () => {
  await hub?.kill();
  await na?.drop();
  await eu?.drop();
  await database?.drop();
});

test('7. no echo: what the hub wrote to a system is not taken for a change made there, though it cuts names, and the hub is killed', async () => {
  database = await testDatabase();
  na = await erpDatabase('N', 'new.name');
  eu = await erpDatabase('E', 'upper(left(new.name, 12))');
  hub = await startHubProcess(await twoErps(), database.url);

  for (const [n, gtin] of gtins.entries()) await (n % 2 ? na : eu).make(gtin, `Item ${n}`);
  await until(agree);
  await twoMorePolls();
  for (let round = 0; round < ROUNDS; round++) {
    const start = await peopleWrote();
    const half = shuffled(gtins);
    const working = Promise.all([work(na, half.slice(0, ITEMS / 2)), work(eu, half.slice(ITEMS / 2))]);
    await until(async () => (await peopleWrote()) > start + ITEMS / 2);
    await hub.kill();
    await hub.start();
    await working;
    await until(agree).catch(() => {});
    expect(asEu(await na.items()), hub.output()).toEqual(asEu(await eu.items()));
    await twoMorePolls();
  }
  const still = await ledger();
  await twoMorePolls();

  expect(await ledger()).toEqual(still);
  expect(asEu(await na.items())).toEqual(asEu(await eu.items()));
  const [inNa, inEu] = [await na.writes(), await eu.writes()];
  expect(inEu.hub).toBe(still['na']);
  expect(inNa.hub).toBe(still['eu']);
  expect(still['na']).toBeLessThanOrEqual(inNa.people);
  expect(still['eu']).toBeLessThanOrEqual(inEu.people);
});

test('7. no echo: what people change there as soon as the hub has written, also back to what it was, is their change', async () => {
  database = await testDatabase();
  na = await erpDatabase('N', 'new.name');
  eu = await erpDatabase('E', 'upper(left(new.name, 12))');
  hub = await startHubProcess(await twoErps(), database.url);

  for (const gtin of gtins) await na.make(gtin, `${gtin.slice(-5)} centrifugal pump`);
  await until(async () => (await receiptsOf('eu')) === ITEMS);
  for (const gtin of gtins) await eu.change(gtin, { revision: 'kim' });
  await until(async () => (await revisions(na)) === 'kim');

  for (const gtin of gtins)
    await na.change(gtin, { name: `${gtin.slice(-5)} red centrifugal pump`, revision: 'lee' });
  await until(async () => (await receiptsOf('eu')) === 2 * ITEMS);
  for (const gtin of gtins) await eu.change(gtin, { revision: 'kim' });
  await until(async () => (await revisions(na)) === 'kim');
  await twoMorePolls();

  expect(await revisions(eu)).toBe('kim');
  expect([...(await na.items()).values()].map(({ name }) => name).sort()).toEqual(
    gtins.map((gtin) => `${gtin.slice(-5)} red centrifugal pump`).sort(),
  );
  expect(await ledger()).toEqual({ na: 2 * ITEMS, eu: 2 * ITEMS });
});

test('7. no echo: what people change while an older change of the other side is on its way is not lost under it, at neither side', async () => {
  database = await testDatabase();
  na = await erpDatabase('N', 'new.name');
  eu = await erpDatabase('E', 'new.name');
  hub = await startHubProcess(await twoErps(), database.url);
  const [gtin] = gtins as [string];
  await eu.make(gtin, 'Pump');
  await until(async () => (await receiptsOf('na')) === 1);
  await twoMorePolls();

  const release = await holdDeliveries(na);
  await eu.change(gtin, { revision: 'B' });
  await until(async () => (await ledger())['eu'] === 2);
  await na.change(gtin, { name: 'Red pump' });
  await until(async () => (await ledger())['na'] === 1);
  await release();
  await until(async () => (await receiptsOf('na')) === 3 && (await receiptsOf('eu')) === 1);
  await twoMorePolls();

  const both = { name: 'Red pump', revision: 'B' };
  expect([await na.items(), await eu.items()].map((items) => items.get(gtin))).toEqual([both, both]);
  expect(await ledger()).toEqual({ eu: 2, na: 1 });
});

/** The hub can note no delivery at the ERP until it is released; people work on. */
async function holdDeliveries(erp: ErpDatabase): Promise<() => Promise<void>> {
  const client = await connectTo(erp.url);
  await client.query('begin');
  await client.query('lock table lineshaft_delivery');
  return () => client.end();
}

/** How many entries stand in receipts of a system. */
async function receiptsOf(system: string): Promise<number> {
  const { rows } = await database.pool.query(
    `select coalesce(sum(cardinality(positions)), 0)::int as written
     from receipt join subscription s on s.id = subscription where s.name = $1`,
    [`${system}/items-out`],
  );
  return rows[0].written;
}

async function revisions(erp: ErpDatabase): Promise<string> {
  return [...new Set([...(await erp.items()).values()].map(({ revision }) => revision))].join();
}

/**
 * People at one ERP change items of their own half, each once: the same item changed on both sides at once is for a steward, not for this
 * test. Values never come back, and what tells names apart stands in the part that both sides keep.
 */
async function work(erp: ErpDatabase, mine: string[]): Promise<void> {
  for (const [n, gtin] of mine.entries()) {
    const value = `${++values}`;
    const name = `${value} pump${'x'.repeat(n)}`;
    const sets = [{ name }, { revision: value }, { name, revision: value }];
    await erp.change(gtin, sets[n % 3]!);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 100));
  }
}

async function peopleWrote(): Promise<number> {
  return (await na.writes()).people + (await eu.writes()).people;
}

async function agree(): Promise<boolean> {
  return isDeepStrictEqual(asEu(await na.items()), asEu(await eu.items()));
}

/** What both sides can hold. */
function asEu(items: Awaited<ReturnType<ErpDatabase['items']>>): typeof items {
  return new Map(
    [...items].map(([gtin, { name, revision }]) => [
      gtin,
      { name: name.slice(0, 12).toUpperCase(), revision },
    ]),
  );
}

/** Entries by the system whose change they are. */
async function ledger(): Promise<Record<string, number>> {
  const { rows } = await database.pool.query('select system, count(*) from ledger group by system');
  return Object.fromEntries(rows.map(({ system, count }) => [system, count]));
}

async function twoMorePolls(): Promise<void> {
  const seen = async () => {
    const { rows } = await database.pool.query('select min(watermark) as seen from source');
    return String(rows[0].seen);
  };
  for (let n = 0; n < 4; n++) {
    const before = await seen();
    await until(async () => (await seen()) > before);
  }
}

const gtins = Array.from({ length: ITEMS }, (_, n) => {
  const digits = `4006381${String(n).padStart(5, '0')}`;
  const sum = [...digits].reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 1 : 3), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
});

function shuffled(values: string[]): string[] {
  return values
    .map((value) => ({ value, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}

function twoErps(): Promise<string> {
  return writeLandscape({
    'systems/na.yaml': erpItems('na', na.url) + erpItemsOut,
    'systems/eu.yaml': erpItems('eu', eu.url) + erpItemsOut,
    ...erpFiles,
  });
}
