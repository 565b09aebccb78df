import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createScene, order } from '../../../observability/journey.testing.ts';
import { type TestServer, testServer } from '../../server.testing.ts';

let hub: TestServer;
beforeAll(async () => {
  hub = await testServer();
  const scene = createScene(hub.database.pool);
  for (const status of ['open', 'confirmed', 'fulfilled'])
    await scene.say('crm/orders', 'salesOrder', order('4711', status));
});
afterAll(() => hub.close());

const ask = async (path: string) =>
  (await hub.ask('GET', `/operations/v1/records/salesOrder/so~crm~4711${path}`)).body;
const recorded = async () =>
  (await ask('/history')).versions.map((each: { recordedAt: string }) => each.recordedAt);

describe('the history of a record', () => {
  test('each attribute that stands names its message, and what was changed apart names its own', async () => {
    const { provenance } = await ask('');
    const said = (attribute: string) =>
      provenance.find((each: { attribute: string }) => each.attribute === attribute);
    expect(said('/status').message.id).toContain('fulfilled');
    expect(said('/lines').message.id).toContain('"open"');
    expect(said('/status')).toMatchObject({ system: 'crm', interface: 'crm/orders' });
    expect(said('/status').at > said('/lines').at).toBe(true);
  });

  test('is told version by version, the newest first, page by page', async () => {
    const page = await ask('/history?limit=2');
    expect(page.versions).toMatchObject([
      { version: 3, change: 'updated', changed: ['/status'], system: 'crm', record: { status: 'fulfilled' } },
      { version: 2, record: { status: 'confirmed' } },
    ]);
    expect(page).not.toHaveProperty('knownFrom');
    expect(await ask(`/history?limit=2&cursor=${page.next}`)).toMatchObject({
      versions: [{ version: 1, change: 'created', record: { status: 'open' } }],
    });
  });

  test('as of a time it is what the hub held then; before it was known there is nothing', async () => {
    const [, second, first] = await recorded();
    expect(await ask(`?asOf=${second}`)).toMatchObject({ version: 2, record: { status: 'confirmed' } });
    expect(await ask(`?asOf=${first}`)).toMatchObject({ version: 1, record: { status: 'open' } });
    expect(await ask('?asOf=2001-01-01T00:00:00Z')).toMatchObject({
      status: 404,
      detail: `The hub knows salesOrder so~crm~4711 only since ${first}.`,
    });
  });

  test('as of a time it names who said each attribute by then; what was said before retention nobody', async () => {
    const [, second] = await recorded();
    const then = (await ask(`?asOf=${second}`)).provenance;
    const said = (attribute: string) =>
      then.find((each: { attribute: string }) => each.attribute === attribute);
    expect(said('/status')).toMatchObject({ system: 'crm', interface: 'crm/orders' });
    expect(said('/lines').message.batch).toBeLessThan(said('/status').message.batch);
    await hub.database.pool.query(
      `create table kept as select * from ledger where recorded_at < '${second}'`,
    );
    await hub.database.pool.query('delete from ledger where recorded_at < $1', [second]);
    const cut = (await ask(`?asOf=${second}`)).provenance;
    expect(cut).toContainEqual({ attribute: '/lines' });
    expect(cut).toContainEqual(expect.objectContaining({ attribute: '/status', system: 'crm' }));
    await hub.database.pool.query('insert into ledger select * from kept');
  });

  test('beyond retention it says from when on it is known, and does not guess', async () => {
    const [third, second, first] = await recorded();
    await hub.database.pool.query('delete from ledger where recorded_at < $1', [second]);
    expect(await ask('/history')).toMatchObject({
      knownFrom: second,
      versions: [{ version: 3 }, { version: 2 }],
    });
    expect(await ask(`?asOf=${first}`)).toMatchObject({ status: 404, advice: `Ask for ${second} or later.` });

    await createScene(hub.database.pool).say('na-erp/items', 'item', { number: '1' });
    await hub.database.pool.query(`delete from ledger where subject = 'so~crm~4711'`);
    expect(await ask(`?asOf=${third}`)).toMatchObject({ status: 404 });
    expect(await ask(`?asOf=${new Date().toISOString()}`)).toMatchObject({ version: 3 });
    const { provenance } = await ask('');
    expect(provenance).toContainEqual(
      expect.objectContaining({ attribute: '/status', interface: 'crm/orders' }),
    );
  });
});
