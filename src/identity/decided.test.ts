import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { offer, openInlet, testLine } from '../../test/line.ts';
import { transaction } from '../database/transaction.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import { bringIn } from './decided.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

test('a new thing that a steward accepted is found by matching when another system tells it', async () => {
  const line = testLine(database.pool);
  const inlet = await openInlet(line, {
    system: 'eu-erp',
    name: 'items',
    entity: 'item',
    map: `{ "localKey": no, "status": "active", "names": {"en": name}, "baseUnit": "EA",
            "identifiers": [{ "scheme": "gtin", "value": gtin }, { "scheme": "mpn", "value": mpn, "issuer": "SKF" }] }`,
    matching: {},
  });
  const said: JsonObject = {
    ...{ status: 'active', names: { en: 'Bearing 6204' }, baseUnit: 'EA' },
    identifiers: [
      { scheme: 'gtin', value: '4006381333931' },
      { scheme: 'mpn', value: '6204-2RS', issuer: 'SKF' },
    ],
  };
  const change = { key: 'itm_A', changed: [], said, system: 'na-erp', interface: 'na-erp/items' };
  const by = { work: 'request/1', by: 'anna' };
  await transaction(database.pool, (connection, later) =>
    bringIn(connection, later, inlet.entity, change, by, inlet.matcher),
  );
  await offer(line, inlet, { no: 'E1', name: 'BEARING 6204', gtin: '4006381333931', mpn: '6204-2RS' });
  const { rows } = await database.pool.query(`select key from observation where local_key = 'E1'`);
  expect(rows).toEqual([{ key: 'itm_A' }]);
});
