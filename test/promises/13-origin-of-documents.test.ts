import { afterEach, beforeEach, expect, test } from 'vitest';
import type { InboundLine, Inlet } from '../../src/inbound.ts';
import type { ConnectivityRule } from '../../src/landscape/landscape.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { offer, openInlet, testLine } from '../line.ts';

let database: TestDatabase;
let line: InboundLine;
let crm: Inlet;
let erp: Inlet;

const rules: ConnectivityRule[] = [
  { file: 'enterprise.yaml', line: 13, entities: ['salesOrder'], model: 'federated' },
];

/** The CRM tells its order whole; the ERP that fulfils it what became of it, and a date that it would like better. */
beforeEach(async () => {
  database = await testDatabase();
  line = testLine(database.pool);
  const told = {
    name: 'orders',
    entity: 'salesOrder',
    rules,
    settings: { lists: 'complete', records: 'partial' },
  } as const;
  crm = await openInlet(line, {
    ...told,
    system: 'crm',
    map: `{ "number": no, "status": status, "company": "us01", "site": "detroit", "documentDate": "2026-03-01", "orderKind": "standard", "currency": "USD",
            "requested": requested, "parties": [], "lines": [lines.{ "lineNo": $, "item": { "item": "itm_1" }, "quantity": { "value": "5", "unit": "EA" } }] }`,
  });
  erp = await openInlet(line, {
    ...told,
    system: 'erp',
    map: `{ "localKey": orno, "system": "crm", "number": no, "status": status, "requested": requested,
            "lines": [lines.{ "lineNo": $, "schedules": [{ "no": "1", "confirmed": { "quantity": { "value": "5", "unit": "EA" }, "date": "2026-03-09" } }] }] }`,
  });
  await tells(crm, { no: 'SO-1', status: 'open', requested: '2026-03-07', lines: ['1', '2'] });
});
afterEach(() => database.drop());

test('13. what another system tells of a document fills what its origin has not said, and overwrites nothing', async () => {
  await tells(erp, { orno: '900', no: 'SO-1', status: 'confirmed', requested: '2026-04-01', lines: ['1'] });
  expect(await order()).toMatchObject({
    status: 'open',
    requested: '2026-03-07',
    currency: 'USD',
    lines: [
      { lineNo: '1', item: { item: 'itm_1' }, schedules: [{ confirmed: { date: '2026-03-09' } }] },
      { lineNo: '2', item: { item: 'itm_1' } },
    ],
  });
});

test("13. what it then changes counts, what it leaves out is the origin's, and no line of the origin goes by it", async () => {
  const said = { orno: '900', no: 'SO-1', requested: '2026-04-01' };
  await tells(erp, { ...said, status: 'confirmed', lines: ['1', '2'] });
  await tells(erp, { ...said, status: 'inProcess', lines: ['2'] });
  const now = await order();
  expect(now).toMatchObject({ status: 'inProcess', requested: '2026-03-07', currency: 'USD' });
  expect(lineNos(now)).toEqual(['1', '2']);
  await tells(crm, { no: 'SO-1', status: 'open', requested: '2026-03-08', lines: ['2', '3'] });
  const after = await order();
  expect(after).toMatchObject({ status: 'inProcess', requested: '2026-03-08' });
  expect(lineNos(after)).toEqual(['2', '3']);
});

async function tells(inlet: Inlet, document: JsonObject): Promise<void> {
  expect(await offer(line, inlet, document)).toMatchObject([{ outcome: 'accepted' }]);
}

async function order(): Promise<JsonObject> {
  const { rows } = await line.pool.query<{ data: JsonObject }>('select data from record');
  expect(rows).toHaveLength(1);
  return rows[0]!.data;
}

function lineNos({ lines }: JsonObject): unknown[] {
  return (lines as JsonObject[]).map(({ lineNo }) => lineNo);
}
