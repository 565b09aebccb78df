import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../test/database.ts';
import { messageOf, offer, openInlet, type Spoken, testLine } from '../test/line.ts';
import { readFree, release } from './delivery/parked.ts';
import { readDocument } from './documents.ts';
import { linkLocalKeys } from './identity/observations.ts';
import { type InboundLine, type Inlet, takeAgain, takeIn } from './inbound.ts';
import { readAll } from './ledger/read.ts';
import type { JsonObject } from './vocabulary/json.ts';

let database: TestDatabase;
let line: InboundLine;

beforeEach(async () => {
  database = await testDatabase();
  line = testLine(database.pool);
});
afterEach(() => database.drop());

const items: Spoken = {
  system: 'na-erp',
  name: 'items',
  entity: 'item',
  map: `{ "localKey": no, "sourceChangedAt": at, "changedBy": by, "status": "active", "number": no, "names": name ? {"en": name},
          "baseUnit": $code("unit", unit), "identifiers": gtin ? [{"scheme": "gtin", "value": gtin}], "revision": rev }`,
  settings: { identify: ['gtin'] },
  of: { author: 'LINESHAFT' },
};
const movements: Spoken = {
  system: 'mes',
  name: 'movements',
  entity: 'inventoryMovement',
  map: `{ "localKey": id, "occurredAt": at, "recordedAt": at, "movementType": "otherReceipt", "item": {"item": $xref("item", no)},
          "quantity": {"value": $decimal(qty), "unit": $code("unit", unit)}, "to": {"stockStatus": "unrestricted", "ownership": "own"} }`,
  settings: { order: 'no' },
  of: { keys: { item: 'na-erp' } },
};

const pump = { no: '4711', name: 'Pump', unit: 'EA', gtin: '4006381333931', at: '2026-01-01T00:00:00.000Z' };
const receipt = { id: '1', no: '4711', qty: '5', unit: 'EA', at: '2026-01-01T00:00:00.000Z' };

describe('states', () => {
  test('a new thing gets a canonical key, a record and an entry in the ledger', async () => {
    const outcomes = await offer(line, await openInlet(line, items), pump);
    const key = (outcomes[0] as { key: string }).key;
    expect(key).toMatch(/^itm_[0-9A-Z]{26}$/);
    const [entry] = await readAll(line.pool, 0, 10);
    expect(entry).toMatchObject({ position: 1, type: 'item.changed', subject: key, system: 'na-erp' });
    expect(entry!.data).toMatchObject({ version: 1, change: 'created', record: { key, number: '4711' } });
  });

  test('the same message offered twice has one effect', async () => {
    const inlet = await openInlet(line, items);
    await offer(line, inlet, { ...pump, _id: 'm1' });
    const again = await offer(line, inlet, { ...pump, name: 'Other', _id: 'm1' });
    expect(again).toEqual([{ outcome: 'duplicate' }]);
    expect(await readAll(line.pool, 0, 10)).toHaveLength(1);
  });

  test('a watermark never runs ahead of the clock of the database, and a batch without one leaves it', async () => {
    const inlet = await openInlet(line, items);
    await takeIn(line, inlet, { messages: [], watermark: '2999-01-01T00:00:00.000Z' });
    await takeIn(line, inlet, { messages: [] });
    const { rows } = await line.pool.query('select watermark <= now() as behind from source');
    expect(rows).toEqual([{ behind: true }]);
  });

  test('a state said again appends nothing', async () => {
    const inlet = await openInlet(line, items);
    await offer(line, inlet, { ...pump, _id: 'm1' });
    const again = await offer(line, inlet, { ...pump, _id: 'm2' });
    expect(again[0]).toMatchObject({ outcome: 'unchanged' });
    expect(await readAll(line.pool, 0, 10)).toHaveLength(1);
  });

  test('an entry names just what changed and carries the whole record', async () => {
    const inlet = await openInlet(line, items);
    await offer(line, inlet, pump);
    await offer(line, inlet, { ...pump, name: 'Pump, red', at: '2026-01-02T00:00:00.000Z' });
    const [, second] = await readAll(line.pool, 0, 10);
    expect(second!.data).toMatchObject({ version: 2, change: 'updated', changed: ['/names/en'] });
    expect(second!.data['record']).toMatchObject({ names: { en: 'Pump, red' }, number: '4711' });
  });

  test('an older state that comes late changes nothing', async () => {
    const inlet = await openInlet(line, items);
    await offer(line, inlet, { ...pump, name: 'New', at: '2026-01-02T00:00:00.000Z' });
    const late = await offer(line, inlet, { ...pump, name: 'Old', at: '2026-01-01T00:00:00.000Z' });
    expect(late[0]).toMatchObject({ outcome: 'unchanged' });
    expect(await readAll(line.pool, 0, 10)).toHaveLength(1);
  });

  test('several states of one thing in one batch become versions in their order', async () => {
    const inlet = await openInlet(line, items);
    const at = (day: number) => `2026-01-0${day}T00:00:00.000Z`;
    await offer(line, inlet, pump, { ...pump, name: 'B', at: at(2) }, { ...pump, name: 'C', at: at(3) });
    const entries = await readAll(line.pool, 0, 10);
    expect(entries.map((e) => e.data['version'])).toEqual([1, 2, 3]);
    expect(entries.map((e) => (e.data['record'] as JsonObject)['names'])).toEqual([
      { en: 'Pump' },
      { en: 'B' },
      { en: 'C' },
    ]);
  });

  test('several states of a known thing in one batch become versions too', async () => {
    const inlet = await openInlet(line, items);
    const at = (day: number) => `2026-01-0${day}T00:00:00.000Z`;
    await offer(line, inlet, pump);
    await offer(line, inlet, { ...pump, name: 'B', at: at(2) }, { ...pump, name: 'C', at: at(3) });
    const entries = await readAll(line.pool, 0, 10);
    expect(entries.map((e) => e.data['version'])).toEqual([1, 2, 3]);
  });

  test('header and lines of an order that come at once by two interfaces meet in one record', async () => {
    const told = { system: 'erp', entity: 'purchaseOrder', settings: { records: 'partial' } } as const;
    const headers = await openInlet(line, {
      ...told,
      name: 'heads',
      map: '{ "number": no, "site": "detroit" }',
    });
    const lines = await openInlet(line, {
      ...told,
      name: 'lines',
      map: '{ "localKey": no & "~" & line, "number": no, "lines": [{ "lineNo": line }] }',
    });
    const holding = await line.pool.connect();
    await holding.query('begin');
    await holding.query('select from ledger_head for update');
    const both = [
      offer(line, headers, { no: '4711' }),
      offer(line, lines, { no: '4711', line: '1' }, { no: '4711', line: '2' }),
    ];
    await expect.poll(waitingForLocks).toBe(2);
    await holding.query('commit');
    holding.release();
    await Promise.all(both);
    const { rows } = await line.pool.query<{ version: number; data: JsonObject }>(
      'select version, data from record',
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      version: 3,
      data: { site: 'detroit', lines: [{ lineNo: '1' }, { lineNo: '2' }] },
    });
    expect((await readAll(line.pool, 0, 10)).map((e) => e.data['version'])).toEqual([1, 2, 3]);
  });

  test('a state that is tried again after a newer one was taken in changes nothing, also when the ledger stood still between', async () => {
    const orders = await openInlet(line, {
      system: 'na-erp',
      name: 'orders',
      entity: 'purchaseOrder',
      map: '{ "number": no, "type": type, "lines": [{ "lineNo": "1", "item": { "item": $xref("item", item) } }] }',
      settings: { records: 'partial' },
    });
    await offer(line, await openInlet(line, items), pump);
    await offer(line, orders, { no: '1', type: 'older', item: '4712' });
    await offer(line, orders, { no: '1', type: 'newer', item: '4711' });
    await line.pool.query(
      `update parked set state = 'waiting', document = replace(document::text, '4712', '4711')::json`,
    );
    await takeAgain(line, orders, await readFree(line.pool, orders.interface.id, 10));
    const { rows } = await line.pool.query(
      `select data ->> 'type' as type from record where entity = 'purchaseOrder'`,
    );
    expect(rows).toEqual([{ type: 'newer' }]);
  });

  test('attempts that came to nothing are counted, each time anew; a message that only waits behind one was not tried', async () => {
    const failed = async () => (await line.pool.query('select failed from source')).rows[0].failed;
    const inlet = await openInlet(line, { ...items, settings: { ...items.settings, order: 'no' } });
    await offer(line, inlet, { ...pump, unit: 'BX' }, pump);
    expect(await failed()).toBe(1);
    await line.pool.query(`update parked set state = 'waiting' where state = 'parked'`);
    await takeAgain(line, inlet, (await readFree(line.pool, inlet.interface.id, 10)).slice(0, 1));
    expect(await failed()).toBe(2);
  });

  test('states of one thing that waited go on in their order, the last one standing', async () => {
    const orders = await openInlet(line, {
      system: 'na-erp',
      name: 'orders',
      entity: 'purchaseOrder',
      map: '{ "number": no, "type": type, "lines": [{ "lineNo": "1", "item": { "item": $xref("item", item) } }] }',
      settings: { records: 'partial', order: 'no' },
    });
    await offer(
      line,
      orders,
      { no: '1', type: 'first', item: '4711' },
      { no: '1', type: 'second', item: '4711' },
    );
    await offer(line, await openInlet(line, items), pump);
    const free = await readFree(line.pool, orders.interface.id, 10);
    expect(await takeAgain(line, orders, free)).toMatchObject([
      { outcome: 'accepted' },
      { outcome: 'accepted' },
    ]);
    const [entry] = (await readAll(line.pool, 0, 10)).slice(-1);
    expect(entry!.data).toMatchObject({ version: 2, record: { type: 'second' } });
  });

  test('two systems that speak of the same GTIN speak of one item', async () => {
    const other = await openInlet(line, { ...items, system: 'eu-erp' });
    const [first] = await offer(line, await openInlet(line, items), pump);
    const [second] = await offer(line, other, { ...pump, no: 'X-99' });
    expect((second as { key: string }).key).toBe((first as { key: string }).key);
  });

  test('two systems that bring the same new items at once make each of them one', async () => {
    const inlets = await Promise.all(
      ['na-erp', 'eu-erp', 'plm'].map((system) => openInlet(line, { ...items, system })),
    );
    const many = Array.from({ length: 50 }, (_, n) => ({
      no: `n${n}`,
      name: `Item ${n}`,
      unit: 'EA',
      gtin: gtin(n),
    }));
    await Promise.all(inlets.map((inlet) => offer(line, inlet, ...many)));
    const { rows } = await line.pool.query<{ count: number }>('select count(*) from record');
    expect(rows[0]!.count).toBe(50);
  });

  test("a second system's first words fill what nobody has said and overwrite nothing", async () => {
    await offer(line, await openInlet(line, items), pump);
    const other = await openInlet(line, { ...items, system: 'eu-erp' });
    await offer(line, other, { ...pump, no: 'X-99', name: 'PUMPE', rev: 'B' });
    const [, entry] = await readAll(line.pool, 0, 10);
    expect(entry!.data).toMatchObject({
      changed: ['/revision'],
      record: { names: { en: 'Pump' }, revision: 'B' },
    });
  });

  test('what the hub wrote to a system is not taken for a change made there, even cut short by it', async () => {
    const na = await openInlet(line, items);
    const eu = await openInlet(line, { ...items, system: 'eu-erp' });
    await offer(line, na, pump);
    await offer(line, eu, { ...pump, no: 'X-99' });
    await offer(line, na, { ...pump, name: 'A very long name', at: '2026-01-02T00:00:00.000Z' });
    const count = (await readAll(line.pool, 0, 10)).length;
    const back = { ...pump, no: 'X-99', name: 'A VERY LON', by: 'LINESHAFT', at: '2026-01-02T00:00:05.000Z' };
    const echoed = await offer(line, eu, back);
    expect(echoed[0]).toMatchObject({ outcome: 'unchanged' });
    expect(await readAll(line.pool, 0, 10)).toHaveLength(count);
  });

  test("a user's change that comes back together with the hub's own writing is kept", async () => {
    const na = await openInlet(line, items);
    const eu = await openInlet(line, { ...items, system: 'eu-erp' });
    await offer(line, na, pump);
    await offer(line, eu, { ...pump, no: 'X-99' });
    await offer(line, na, { ...pump, name: 'A very long name', at: '2026-01-02T00:00:00.000Z' });
    const back = {
      ...pump,
      no: 'X-99',
      name: 'A VERY LON',
      rev: 'C',
      by: 'LINESHAFT',
      at: '2026-01-02T00:00:05.000Z',
    };
    await offer(line, eu, back);
    const last = (await readAll(line.pool, 0, 10)).at(-1)!;
    expect(last.data).toMatchObject({
      changed: ['/revision'],
      record: { names: { en: 'A very long name' }, revision: 'C' },
    });
  });
});

describe('facts', () => {
  test('a fact is appended once, whichever interface tells it', async () => {
    await offer(line, await openInlet(line, items), pump);
    const push = await openInlet(line, movements);
    const poll = await openInlet(line, { ...movements, name: 'movements-poll' });
    await offer(line, push, receipt);
    expect(await offer(line, poll, { ...receipt, _id: 'another id' })).toEqual([{ outcome: 'duplicate' }]);
    const entries = await readAll(line.pool, 1, 10);
    expect(entries.map((e) => e.id)).toEqual(['mes~1']);
  });

  test('a message that fails parks with its raw document and the rest of the batch goes on', async () => {
    await offer(line, await openInlet(line, items), pump);
    const inlet = await openInlet(line, movements);
    const outcomes = await offer(
      line,
      inlet,
      { ...receipt, id: '1' },
      { ...receipt, id: '2', no: '9', unit: 'BX?' },
    );
    expect(outcomes.map((o) => o.outcome)).toEqual(['accepted', 'parked']);
    const { rows } = await line.pool.query('select code, raw, stage from parked');
    expect(rows).toEqual([{ code: 'code-unknown', stage: 'map', raw: expect.stringContaining('BX?') }]);
  });

  test('a message that names an unknown thing goes on by itself when that thing arrives', async () => {
    const inlet = await openInlet(line, movements);
    const [parked] = await offer(line, inlet, receipt);
    expect(parked).toMatchObject({
      outcome: 'parked',
      problem: { code: 'reference-unknown', awaits: 'item na-erp 4711' },
    });
    await offer(line, await openInlet(line, items), pump);
    const free = await readFree(line.pool, inlet.interface.id, 10);
    expect(await takeAgain(line, inlet, free)).toMatchObject([{ outcome: 'accepted' }]);
    expect((await readAll(line.pool, 0, 10)).map((e) => e.type)).toEqual([
      'item.changed',
      'inventoryMovement.recorded',
    ]);
  });

  test('what arrives while the message that names it is being parked frees it too', async () => {
    const inlet = await openInlet(line, movements);
    const bringing = await line.pool.connect();
    await bringing.query('begin');
    await linkLocalKeys(bringing, 'na-erp', 'item', [{ localKey: '4711', key: 'itm_1' }]);
    await release(bringing, ['item na-erp 4711']);
    const parking = offer(line, inlet, receipt);
    await expect.poll(waitingForLocks).toBe(1);
    await bringing.query('commit');
    bringing.release();
    expect(await parking).toMatchObject([{ outcome: 'parked' }]);
    const free = await readFree(line.pool, inlet.interface.id, 10);
    expect(await takeAgain(line, inlet, free)).toMatchObject([{ outcome: 'accepted' }]);
  });

  test('a parked message holds back only its own key, and its followers keep their order', async () => {
    const inlet = await openInlet(line, movements);
    const erp = await openInlet(line, items);
    await offer(line, erp, { ...pump, no: '1', gtin: gtin(1) });
    await offer(line, inlet, { ...receipt, id: 'a1', no: '1' }, { ...receipt, id: 'b1', no: '2' });
    await offer(line, inlet, { ...receipt, id: 'b2', no: '2' }, { ...receipt, id: 'a2', no: '1' });
    expect(await factIds()).toEqual(['mes~a1', 'mes~a2']);
    await offer(line, erp, { ...pump, no: '2', gtin: gtin(2) });
    await takeAgain(line, inlet, await readFree(line.pool, inlet.interface.id, 10));
    expect(await factIds()).toEqual(['mes~a1', 'mes~a2', 'mes~b1', 'mes~b2']);
  });
});

test('the raw document of an accepted message can be read back from its entry', async () => {
  await offer(line, await openInlet(line, items), pump, { ...pump, no: '2', gtin: gtin(2) });
  const [, second] = await readAll(line.pool, 0, 10);
  const document = await readDocument(line.pool, second!.batch!, second!.ordinal!);
  expect(document).toMatchObject({ interface: 'na-erp/items', raw: expect.stringContaining('"no":"2"') });
});

test('of a text that is no JSON the document that the mapping got can be read back too', async () => {
  const message = { ...messageOf(pump), raw: '1;Pump' };
  await takeIn(line, await openInlet(line, items), { messages: [message] });
  const [entry] = await readAll(line.pool, 0, 10);
  const document = await readDocument(line.pool, entry!.batch!, entry!.ordinal!);
  expect(document).toMatchObject({ raw: '1;Pump', document: message.document });
});

test('a process that lost its lease commits nothing', async () => {
  const inlet: Inlet = await openInlet(line, items);
  await line.pool.query(`update source set holder = 'another'`);
  await expect(offer(line, inlet, pump)).rejects.toThrow(/another process/);
  expect(await readAll(line.pool, 0, 10)).toEqual([]);
});

async function waitingForLocks(): Promise<number> {
  const { rows } = await line.pool.query<{ waiting: number }>(
    `select count(*)::int as waiting from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
  );
  return rows[0]!.waiting;
}

async function factIds(): Promise<string[]> {
  return (await readAll(line.pool, 0, 100)).filter((e) => e.entity === 'inventoryMovement').map((e) => e.id);
}

/** A GTIN-13 with a right check digit. */
function gtin(n: number): string {
  const digits = String(400_000_000_000 + n);
  const sum = [...digits].reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 1 : 3), 0);
  return digits + ((10 - (sum % 10)) % 10);
}
