import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { random } from '../../examples/five-sites/systems/world/prng.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { offer, openInlet, type Spoken, testLine } from '../line.ts';
import { parseCsv, type Row } from './adventureworksFiles.ts';
import { firstSystem, secondSystem, type Told } from './secondSystem.ts';

const folder = fileURLToPath(new URL('../../../shared/data/adventureworks', import.meta.url));
const isThere = existsSync(path.join(folder, 'Product.csv'));
if (!isThere) console.warn(`skipped: the AdventureWorks files are not in ${folder}`);

const SEED = 20_260_301;
/** One in ten the first system does not have: what the second tells of it is new. */
const UNSHARED = 0.1;

const items = (system: string): Spoken => ({
  system,
  name: 'items',
  entity: 'item',
  map: `{ "localKey": no, "status": "active", "number": no, "names": {"en": name}, "baseUnit": unit, "itemType": type,
    "classifications": group ? [{"scheme": "group", "code": group}],
    "netWeight": weight ? {"value": $decimal(weight), "unit": weightUnit},
    "dimensions": length ? {"length": {"value": $decimal(length), "unit": sizeUnit}},
    "tariffCodes": tariff ? {"US": tariff & "0000"},
    "drawing": drawing ? {"number": drawing},
    "identifiers": [
      gtin ? {"scheme": "gtin", "value": gtin},
      mpn ? {"scheme": "mpn", "value": mpn, "issuer": maker},
      supplierPart ? {"scheme": "supplierPart", "value": supplierPart, "issuer": maker},
      legacy ? {"scheme": "legacy", "value": legacy}
    ] }`,
  matching: {},
});

describe.skipIf(!isThere)('AdventureWorks in two systems', () => {
  let database: TestDatabase;
  let figures: Figures;

  beforeAll(async () => {
    database = await testDatabase();
    const line = testLine(database.pool);
    const products = await read('Product.csv');
    const vendors = vendorsOf(await read('ProductVendor.csv'), await read('Vendor.csv'));
    const chance = random(SEED, 'unshared');
    const first = firstSystem(
      products.filter(() => !chance.chance(UNSHARED)),
      vendors,
    );
    const second = secondSystem(products, vendors, SEED);
    await load(first, 'na-erp');
    await load(second, 'eu-erp');
    figures = await judge(first, second);
    console.info(figures);

    async function load(told: readonly Told[], system: string): Promise<void> {
      const inlet = await openInlet(line, items(system));
      for (let i = 0; i < told.length; i += 100)
        await offer(line, inlet, ...told.slice(i, i + 100).map(({ document }) => document));
    }
  });
  afterAll(() => database.drop());

  test('what is linked by itself is right in at least 99 of 100', () => {
    expect(figures.precision).toBeGreaterThanOrEqual(0.99);
  });

  test('at least 95 of 100 that are one thing are linked by themselves', () => {
    expect(figures.recall).toBeGreaterThanOrEqual(0.95);
  });

  test('the rest is with a steward, beside what it is; alone stays only what has no number in common that names a thing', () => {
    const { shared, linkedRightly, askedRightly, alone } = figures;
    expect(askedRightly).toBe(shared - linkedRightly - alone.length);
    expect(alone.filter(({ gtin, mpn, legacy }) => gtin || mpn || legacy)).toEqual([]);
    expect(alone.length).toBeLessThan(0.005 * shared);
  });

  test('what the first system does not have is new', () => {
    expect(figures.linkedUnshared).toBe(0);
  });

  interface Figures {
    shared: number;
    linked: number;
    linkedRightly: number;
    linkedUnshared: number;
    askedRightly: number;
    asked: number;
    alone: JsonObject[];
    precision: number;
    recall: number;
  }

  async function judge(first: readonly Told[], second: readonly Told[]): Promise<Figures> {
    const keys = await keysBySystem();
    const keyOfTruth = new Map(first.map((told) => [told.truth, keys.get(`na-erp ${told.document['no']}`)!]));
    const known = new Set(keyOfTruth.values());
    const { rows: reviews } = await database.pool.query<{ a_key: string; b_key: string }>(
      'select a_key, b_key from match_review',
    );
    const asked = new Set(reviews.map(({ a_key, b_key }) => `${a_key} ${b_key}`));
    let [shared, linked, linkedRightly, linkedUnshared, askedRightly] = [0, 0, 0, 0, 0];
    const alone: JsonObject[] = [];
    for (const { truth, document } of second) {
      const key = keys.get(`eu-erp ${document['no']}`)!;
      const right = keyOfTruth.get(truth);
      if (right !== undefined) shared++;
      if (known.has(key)) linked++;
      if (key === right) linkedRightly++;
      else if (known.has(key) && right === undefined) linkedUnshared++;
      else if (asked.has(`${right} ${key}`)) askedRightly++;
      else if (right !== undefined) alone.push(document);
    }
    return {
      shared,
      linked,
      linkedRightly,
      linkedUnshared,
      askedRightly,
      asked: asked.size,
      alone,
      precision: linkedRightly / linked,
      recall: linkedRightly / shared,
    };
  }

  async function keysBySystem(): Promise<Map<string, string>> {
    const { rows } = await database.pool.query<{ system: string; local_key: string; key: string }>(
      'select system, local_key, key from observation',
    );
    return new Map(rows.map((row) => [`${row.system} ${row.local_key}`, row.key]));
  }
});

async function read(name: string): Promise<Row[]> {
  return parseCsv(await readFile(path.join(folder, name), 'utf8'));
}

/** The account of the first vendor of each product that is bought. */
function vendorsOf(supplied: readonly Row[], vendors: readonly Row[]): Map<string, string> {
  const accounts = new Map(vendors.map((row) => [row['BusinessEntityID'], row['AccountNumber']!]));
  return new Map(supplied.map((row) => [row['ProductID']!, accounts.get(row['BusinessEntityID'])!]));
}
