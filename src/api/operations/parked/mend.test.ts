import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { offer, openInlet, openOutlet, testLine } from '../../../../test/line.ts';
import type { Delivery, DeliveryOutcome } from '../../../connectors/connector.ts';
import { readFree } from '../../../delivery/parked.ts';
import { type InboundLine, type Inlet, takeAgain } from '../../../inbound.ts';
import type { Outlet } from '../../../outbound/outlet.ts';
import { deliverAgain, deliverNext } from '../../../outbound.ts';
import type { JsonObject } from '../../../vocabulary/json.ts';
import { problem } from '../../../vocabulary/problem.ts';
import { type TestServer, testServer } from '../../server.testing.ts';

/** An ERP tells items and a WMS movements; planning takes the items. Units are translated by a code list that can be mended. */
let hub: TestServer;
let line: InboundLine;
let items: Inlet;
let movements: Inlet;
let planning: Outlet;
const translated = new Map<string, string>();
let refused: (document: JsonObject) => boolean;
const sent: JsonObject[] = [];

const PARKED = '/operations/v1/parked';
const never = new AbortController().signal;

beforeAll(async () => {
  const translate = (list: string, value: string) => (list === 'unit' ? translated.get(value) : undefined);
  hub = await testServer({
    codes: {
      toCanonical: (list, _, value) => translate(list, value),
      toLocal: () => undefined,
      locals: () => [],
      learn: () => {},
    },
    compile: async (pool, references) => {
      line = { ...testLine(pool), references };
      items = await openInlet(line, {
        system: 'na-erp',
        name: 'items',
        entity: 'item',
        map: `{ "localKey": no, "sourceVersion": version, "status": "active", "number": no, "names": { "en": name },
                "baseUnit": $code("unit", unit) }`,
        settings: { order: 'no' },
      });
      movements = await openInlet(line, {
        system: 'na-erp',
        name: 'movements',
        entity: 'inventoryMovement',
        map: `{ "localKey": id, "occurredAt": "2026-01-01T00:00:00Z", "recordedAt": "2026-01-01T00:00:00Z",
                "movementType": "otherReceipt", "item": { "item": "itm_01JN7QAAAAAAAAAAAAAAAAAAAA" },
                "quantity": { "value": "1", "unit": $code("unit", unit) }, "to": { "stockStatus": "unrestricted", "ownership": "own" } }`,
      });
      for (const inlet of [items, movements]) {
        const scope = inlet.scope;
        inlet.scope = (receivedAt) => ({ ...scope(receivedAt), code: translate });
      }
      planning = await openOutlet(line, {
        system: 'planning',
        name: 'items',
        entity: 'item',
        map: '{ "no": record.number, "name": record.names.en }',
        sink: { bulk: 100, send: async (deliveries) => deliveries.map(answer) },
      });
      return { matchers: new Map(), inlets: [items, movements], outlets: [planning] };
    },
  });
});
afterAll(() => hub.close());
beforeEach(async () => {
  await hub.database.pool.query(
    'truncate parked, parked_edit, replay_job, replay_item, audit, observation, record, unique_claim, inbox, ledger, receipt',
  );
  await hub.database.pool.query('update ledger_head set position = 0');
  await hub.database.pool.query('update subscription set position = 0');
  translated.clear();
  translated.set('EA', 'EA');
  refused = () => false;
  sent.length = 0;
});

function answer({ document }: Delivery): DeliveryOutcome {
  const told = document as JsonObject;
  if (refused(told))
    return { outcome: 'rejected', problem: problem('target-rejected', 'send', `item ${told['no']} blocked`) };
  sent.push(told);
  return { outcome: 'delivered' };
}

const item = (no: string, version: number, unit = 'EA', id?: string) => ({
  no,
  version,
  name: `${no} v${version}`,
  unit,
  ...(id !== undefined && { _id: id }),
});

/** What the workers do: take up what is free until nothing is. */
async function work(): Promise<void> {
  for (const inlet of [items, movements]) {
    for (
      let free = await free100(inlet.interface.id);
      free.length > 0;
      free = await free100(inlet.interface.id)
    )
      await takeAgain(line, inlet, free);
  }
  for (
    let free = await free100(planning.interface.id);
    free.length > 0;
    free = await free100(planning.interface.id)
  )
    await deliverAgain(line, planning, free, never);
}
const free100 = (id: string) => readFree(hub.database.pool, id, 100);

async function deliver(): Promise<void> {
  const { rows } = await hub.database.pool.query<{ position: number }>('select position from subscription');
  await deliverNext(line, planning, rows[0]!.position, never);
}

async function idOf(document: Partial<JsonObject>): Promise<number> {
  const { rows } = await hub.database.pool.query<{ id: number }>(
    'select id from parked where document::jsonb @> $1',
    [JSON.stringify(document)],
  );
  return rows[0]!.id;
}

const groups = async (query = '') => (await hub.ask('GET', `${PARKED}/groups${query}`)).body;
const preview = async (body: object) => (await hub.ask('POST', `${PARKED}/preview`, body)).body;
async function replay(body: object) {
  const { job } = (await hub.ask('POST', `${PARKED}/replay`, body)).body;
  await work();
  return (await hub.ask('GET', `${PARKED}/jobs/${job}`)).body;
}
const names = async () => {
  const { rows } = await hub.database.pool.query<{ name: string }>(
    `select data -> 'names' ->> 'en' as name from record order by 1`,
  );
  return rows.map(({ name }) => name);
};
const audited = async () => {
  const { rows } = await hub.database.pool.query<{
    action: string;
    subject: string | null;
    details: JsonObject;
  }>('select action, subject, details from audit order by id');
  return rows;
};

describe('groups', () => {
  test('what one mend frees stands together over interfaces, with the keys it holds and what waits behind', async () => {
    await offer(
      line,
      items,
      item('I1', 1, 'BX'),
      item('I1', 2),
      item('I1', 3),
      item('I2', 1, 'BX'),
      item('I3', 1, 'QX'),
    );
    await offer(line, movements, { id: 'M1', unit: 'BX' });
    const { groups: found, total } = await groups();
    expect(total).toEqual({ groups: 2, messages: 4 });
    expect(found).toMatchObject([
      {
        title: "unit 'BX' of na-erp has no translation",
        count: 3,
        keys: 1,
        behind: 2,
        interfaces: ['na-erp/items', 'na-erp/movements'],
        code: 'code-unknown',
        actor: 'steward',
        example: await idOf({ no: 'I1', version: 1 }),
        advice: expect.stringContaining('code list'),
        mended: false,
      },
      { title: "unit 'QX' of na-erp has no translation", count: 1, keys: 0, behind: 0 },
    ]);
    expect((await groups('?interface=na-erp/movements')).groups).toMatchObject([{ count: 1, behind: 0 }]);
    expect((await hub.ask('GET', `${PARKED}?group=${found[0].id}`)).body.total).toBe(3);
  });

  test('a code list that was mended says which groups can go on, and a message that fails anew changes its group', async () => {
    await offer(line, items, item('I1', 1, 'BX'), item('', 1, 'BX'));
    translated.set('BX', 'EA');
    const [group] = (await groups()).groups;
    expect(group).toMatchObject({ count: 2, mended: true });
    await replay({ filter: { group: group.id } });
    expect((await groups()).groups).toMatchObject([{ code: 'key-invalid', count: 1 }]);
  });
});

describe('preview', () => {
  test('says what would happen now, message by message and in sum, and writes nothing', async () => {
    await offer(line, items, item('I1', 1, 'BX'), item('I1', 2), item('I2', 1, 'BX'), item('I3', 1, 'QX'));
    const before = await snapshot();
    const [{ id: group }] = (await groups()).groups;
    expect(await preview({ filter: { group } })).toMatchObject({
      chosen: 2,
      followers: 1,
      sums: { 'still-parks': 2, behind: 1 },
      stopped: [{ group, count: 2 }],
    });
    translated.set('BX', 'EA');
    const told = await preview({ all: true });
    expect(told.sums).toEqual({ accepted: 3, 'still-parks': 1 });
    expect(told.messages.map((m: JsonObject) => [m['key'], m['outcome'], m['follows']])).toEqual([
      ['I1', 'accepted', false],
      ['I1', 'accepted', true],
      ['I2', 'accepted', false],
      ['I3', 'still-parks', false],
    ]);
    expect(told.messages[3].problem).toMatchObject({ code: 'code-unknown', value: 'QX' });
    const narrowed = await preview({ all: true, outcome: 'still-parks', limit: 10 });
    expect(narrowed.messages).toMatchObject([{ key: 'I3' }]);
    expect(await snapshot()).toEqual(before);
    expect(await preview({})).toMatchObject({ code: 'request-invalid' });
  });

  test('what it says is what a replay then does', async () => {
    await offer(
      line,
      items,
      item('I1', 5, 'BX'),
      item('I2', 1, 'BX'),
      item('I2', 1, 'EA', 'again'),
      item('I4', 2, 'BX'),
    );
    await offer(line, items, item('', 1, 'BX'), item('I5', 1, 'QX'));
    await offer(line, movements, { id: 'M1', unit: 'BX', _id: 'a' }, { id: 'M1', unit: 'BX', _id: 'b' });
    await offer(line, movements, { id: 'M2', unit: 'BX', _id: 'c' }, { id: 'M2', unit: 'EA', _id: 'd' });
    await hub.ask('POST', `${PARKED}/${await idOf({ no: 'I1' })}/unblock`, { reason: 'the next is newer' });
    await offer(line, items, item('I1', 6));
    translated.set('BX', 'EA');
    const { sums } = await preview({ all: true });
    expect(sums).toEqual({ accepted: 3, unchanged: 1, stale: 1, duplicate: 2, 'still-parks': 2 });
    // The one behind is no message of the job.
    expect((await replay({ all: true })).outcomes).toEqual({ ...sums, unchanged: undefined });
    expect(await names()).toContain('I1 v6');
  });

  test('out: what was refused, and what a newer state has passed', async () => {
    await offer(line, items, item('I1', 1), item('I2', 1));
    refused = ({ name }) => String(name).endsWith('v1');
    await deliver();
    await offer(line, items, item('I1', 2));
    await deliver();
    expect(await preview({ all: true })).toMatchObject({ chosen: 2, followers: 1, sums: { delivers: 3 } });
    const { messages } = await preview({ filter: { key: (await parkedKeys())[0]! } });
    await hub.ask('POST', `${PARKED}/${messages[0].id}/unblock`, { reason: 'planning wants the newest' });
    await work();
    expect(await preview({ all: true })).toMatchObject({ sums: { stale: 1, delivers: 1 } });
  });

  test('a time range chooses too', async () => {
    await offer(line, items, item('I1', 1, 'BX'));
    const now = new Date().toISOString();
    expect(await preview({ filter: { until: now } })).toMatchObject({ chosen: 1 });
    expect(await preview({ filter: { since: now } })).toMatchObject({ chosen: 0 });
  });
});

describe('replay jobs', () => {
  test('count what became of each message, and stay as they were when it is tried again later', async () => {
    await offer(line, items, item('I1', 1, 'BX'), item('I2', 1, 'QX'));
    translated.set('BX', 'EA');
    const first = await replay({ all: true });
    expect(first).toMatchObject({ state: 'done', messages: 2, outcomes: { accepted: 1, 'still-parks': 1 } });
    translated.set('QX', 'EA');
    expect(await replay({ all: true })).toMatchObject({ messages: 1, outcomes: { accepted: 1 } });
    const { body } = await hub.ask('GET', `${PARKED}/jobs`);
    expect(body.jobs[1]).toEqual(first);
    expect(await hub.ask('GET', `${PARKED}/jobs/999`)).toMatchObject({ status: 404 });
  });

  test('one that is cancelled takes back what the line has not come to', async () => {
    await offer(line, items, item('I1', 1, 'BX'), item('I2', 1, 'BX'));
    translated.set('BX', 'EA');
    const { job } = (await hub.ask('POST', `${PARKED}/replay`, { all: true })).body;
    await takeAgain(line, items, await readFree(hub.database.pool, items.interface.id, 1));
    expect((await hub.ask('GET', `${PARKED}/jobs/${job}`)).body).toMatchObject({
      state: 'running',
      outcomes: { accepted: 1, waiting: 1 },
    });
    const running = async () => (await hub.ask('GET', `${PARKED}/jobs?state=running`)).body.jobs;
    expect(await running()).toMatchObject([{ id: job }]);
    const { body } = await hub.ask('POST', `${PARKED}/jobs/${job}/cancel`, {});
    expect(body).toMatchObject({
      state: 'cancelled',
      cancelledBy: 'admin',
      outcomes: { accepted: 1, cancelled: 1 },
    });
    expect(await running()).toEqual([]);
    await work();
    expect(await names()).toEqual(['I1 v1']);
    expect((await groups()).total.messages).toBe(1);
  });

  test('one whose message stands behind a parked one says so, and is not waited for', async () => {
    await offer(line, items, item('I1', 1, 'QX'), item('I1', 2, 'BX'));
    translated.set('BX', 'EA');
    const ids = [await idOf({ version: 2 })];
    expect(await preview({ ids })).toMatchObject({ sums: { behind: 1 } });
    expect(await replay({ ids })).toMatchObject({ state: 'done', outcomes: { behind: 1 } });
    expect(await names()).toEqual([]);
  });

  test('a message that someone discards meanwhile is not waited for', async () => {
    await offer(line, items, item('I1', 1, 'BX'));
    const { job } = (await hub.ask('POST', `${PARKED}/replay`, { all: true })).body;
    await hub.ask('POST', `${PARKED}/discard`, { all: true, reason: 'sent by hand' });
    expect((await hub.ask('GET', `${PARKED}/jobs/${job}`)).body).toMatchObject({
      state: 'done',
      outcomes: { discarded: 1 },
    });
  });
});

describe('unblock', () => {
  test('in: the later messages of the key go on, and the one that stayed overwrites nothing when it is replayed', async () => {
    await offer(line, items, item('I1', 1, 'BX'), item('I1', 2), item('I1', 3, 'QX'), item('I1', 4));
    const id = await idOf({ version: 1 });
    const { body } = await hub.ask('POST', `${PARKED}/${id}/unblock`, { reason: 'only the newest counts' });
    expect(body).toEqual({ id, key: 'I1', freed: 2 });
    await work();
    // The next that parks holds its key as any other.
    expect(await names()).toEqual(['I1 v2']);
    const open = (await hub.ask('GET', `${PARKED}?key=I1`)).body.messages;
    expect(open).toMatchObject([
      { state: 'parked', unblocked: { by: 'admin', reason: 'only the newest counts' } },
      { state: 'parked', problem: { value: 'QX' } },
      { state: 'held-behind' },
    ]);
    translated.set('BX', 'EA');
    expect(await replay({ ids: [id] })).toMatchObject({ outcomes: { stale: 1 } });
    expect(await names()).toEqual(['I1 v2']);
    expect((await hub.ask('GET', `${PARKED}/${id}`)).body).toMatchObject({
      state: 'discarded',
      reason: 'a newer state of the same thing had passed',
    });
    expect(await audited()).toMatchObject([{ action: 'parked.unblock', subject: String(id) }, {}]);
  });

  test('out: the target gets the newer state, and never the older one after it', async () => {
    await offer(line, items, item('I1', 1));
    refused = ({ name }) => name === 'I1 v1';
    await deliver();
    await offer(line, items, item('I1', 2));
    await deliver();
    expect(sent).toEqual([]);
    const [stayed] = (await hub.ask('GET', PARKED)).body.messages;
    await hub.ask('POST', `${PARKED}/${stayed.id}/unblock`, { reason: 'the target forbids the first' });
    await work();
    expect(sent.map(({ name }) => name)).toEqual(['I1 v2']);
    refused = () => false;
    expect(await replay({ ids: [stayed.id] })).toMatchObject({ outcomes: { stale: 1 } });
    expect(sent.map(({ name }) => name)).toEqual(['I1 v2']);
  });

  test('one that is replayed in vain holds nothing either', async () => {
    await offer(line, items, item('I1', 1, 'BX'), item('I1', 2));
    const id = await idOf({ version: 1 });
    await hub.ask('POST', `${PARKED}/${id}/unblock`, { reason: 'only the newest counts' });
    expect(await replay({ ids: [id] })).toMatchObject({ outcomes: { 'still-parks': 1 } });
    expect(await names()).toEqual(['I1 v2']);
    const passed = (await hub.ask('GET', `${PARKED}?state=delivered`)).body.messages;
    expect(passed).toMatchObject([{ key: 'I1', attempts: 1 }]);
  });

  test('in: a fact that stayed is simply another fact', async () => {
    movements.interface.order = 'pallet';
    await offer(
      line,
      movements,
      { id: 'M1', unit: 'BX', pallet: 'P' },
      { id: 'M2', unit: 'EA', pallet: 'P' },
    );
    const id = await idOf({ id: 'M1' });
    await hub.ask('POST', `${PARKED}/${id}/unblock`, { reason: 'stock must go on' });
    await work();
    translated.set('BX', 'EA');
    expect(await replay({ ids: [id] })).toMatchObject({ outcomes: { accepted: 1 } });
    delete movements.interface.order;
  });

  test('what holds nothing cannot be unblocked, and a reason is asked for', async () => {
    await offer(line, movements, { id: 'M1', unit: 'BX' });
    const id = await idOf({ id: 'M1' });
    expect(await hub.ask('POST', `${PARKED}/${id}/unblock`, { reason: 'it shall go' })).toMatchObject({
      status: 400,
    });
    expect(await hub.ask('POST', `${PARKED}/${id}/unblock`, {})).toMatchObject({ status: 400 });
  });
});

describe('edit', () => {
  test('a replay takes the edited document; the original and who changed it, and why, stay', async () => {
    await offer(line, items, item('I1', 1, 'BX'));
    const id = await idOf({ no: 'I1' });
    const document = { ...item('I1', 1, 'EA'), name: 'mended' };
    const { body } = await hub.ask('POST', `${PARKED}/${id}/edit`, { document, reason: 'BX is a slip' });
    expect(body).toMatchObject({
      document: { unit: 'BX' },
      edits: [{ version: 2, document, by: 'admin', reason: 'BX is a slip' }],
    });
    expect(await preview({ ids: [id] })).toMatchObject({ sums: { accepted: 1 } });
    await replay({ ids: [id] });
    expect(await names()).toEqual(['mended']);
    const { body: told } = await hub.ask('GET', '/operations/v1/trace?key=I1&raw=1000');
    const steps = told.journeys[0].steps;
    expect(steps.find((step: JsonObject) => step['kind'] === 'received')).toMatchObject({
      origin: expect.stringContaining('edited by admin: BX is a slip'),
      raw: JSON.stringify(document),
    });
    expect(steps.find((step: JsonObject) => step['kind'] === 'held')).toMatchObject({
      edited: { by: 'admin', reason: 'BX is a slip' },
      raw: expect.stringContaining('BX'),
    });
    expect(await audited()).toMatchObject([{ action: 'parked.edit', subject: String(id) }, {}]);
  });

  test('an edit is undone by editing back', async () => {
    await offer(line, items, item('I1', 1, 'BX'));
    const id = await idOf({ no: 'I1' });
    await hub.ask('POST', `${PARKED}/${id}/edit`, { document: item('I1', 1), reason: 'a try' });
    await hub.ask('POST', `${PARKED}/${id}/edit`, { document: item('I1', 1, 'BX'), reason: 'as it was' });
    expect(await preview({ ids: [id] })).toMatchObject({ sums: { 'still-parks': 1 } });
    expect((await hub.ask('GET', `${PARKED}/${id}`)).body.edits.map((e: JsonObject) => e['version'])).toEqual(
      [2, 3],
    );
  });

  test('what stands in the ledger, and what is closed, is not edited', async () => {
    await offer(line, items, item('I1', 1), item('I2', 1, 'BX'));
    refused = () => true;
    await deliver();
    const edit = (id: number) => hub.ask('POST', `${PARKED}/${id}/edit`, { document: {}, reason: 'a try' });
    const { body } = await hub.ask('GET', `${PARKED}?interface=planning/items`);
    expect(await edit(body.messages[0].id)).toMatchObject({ status: 400 });
    await hub.ask('POST', `${PARKED}/discard`, { all: true, reason: 'not needed' });
    expect(await edit(await idOf({ no: 'I2' }))).toMatchObject({ status: 400 });
    expect(await edit(999_999)).toMatchObject({ status: 404 });
  });
});

describe('restore', () => {
  test('puts a discarded message back, and a preview says that its key has moved on', async () => {
    await offer(line, items, item('I1', 1, 'BX'), item('I1', 2), item('I2', 1, 'BX'));
    const { groups: found } = await groups();
    const discarded = { filter: { group: found[0].id }, reason: 'thought useless' };
    expect((await hub.ask('POST', `${PARKED}/discard`, discarded)).body.decided).toBe(2);
    await work();
    const restored = await hub.ask('POST', `${PARKED}/restore`, { filter: { group: found[0].id } });
    expect(restored.body).toEqual({ decided: 2, left: 0 });
    translated.set('BX', 'EA');
    expect(await preview({ all: true })).toMatchObject({ sums: { stale: 1, accepted: 1 } });
    expect((await audited()).map(({ action }) => action)).toEqual(['parked.discard', 'parked.restore']);
  });
});

async function parkedKeys(): Promise<string[]> {
  const { rows } = await hub.database.pool.query<{ key: string }>(
    `select key from parked where state = 'held-behind'`,
  );
  return rows.map(({ key }) => key);
}

async function snapshot(): Promise<unknown> {
  const count = (table: string) => `(select count(*) from ${table}) as ${table}`;
  const tables = ['ledger', 'observation', 'record', 'inbox', 'identifier', 'batch', 'audit', 'replay_item'];
  const { rows } = await hub.database.pool.query(
    `select ${tables.map(count).join(', ')}, (select json_agg(p order by id) from parked p) as parked`,
  );
  return rows[0];
}
