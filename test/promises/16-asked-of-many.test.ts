import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../database.ts';
import { type HubProcess, startHubProcess, until, writeLandscape } from '../process.ts';
import { startTarget, type TestTarget } from '../target.ts';

const MANY = 300;

let database: TestDatabase;
let wms: TestTarget;
let hub: HubProcess;

beforeEach(async () => {
  database = await testDatabase();
  wms = await startTarget();
  hub = await startHubProcess(await picking(wms.url), database.url);
});
afterEach(async () => {
  await hub.stop();
  await wms.stop();
  await database.drop();
});

test('16. what is asked of many instances goes on over a kill, and reaches each of them once', async () => {
  await begun(MANY);
  const asked = { kind: 'cancel', query: { state: 'picking' }, reason: 'the hall has burnt down' };
  const { id } = (await hub.ask('POST', '/process/v1/picking/jobs', asked)) as { id: number };
  await until(async () => wms.received.length > 0);
  await hub.kill();
  await hub.start();
  await until(async () => (await cancelled()) === MANY);
  expect(await hub.ask('GET', `/process/v1/picking/jobs/${id}`)).toMatchObject({
    state: 'done',
    instances: MANY,
    done: MANY,
    leftOut: 0,
  });
  const effects = new Map(wms.received.map((received) => [received.id, received.body['order']]));
  expect(new Set(effects.values()).size).toBe(MANY);
  expect(effects.size).toBe(MANY);
});

/** So many that were picked, as the process would have written them. */
async function begun(count: number): Promise<void> {
  await database.pool.query(
    `insert into process_instance (process, id, version, about, status, state, context, steps, given, started_at, changed_at)
     select 'picking', 'picking~so~shop~' || n, 1, 'so~shop~' || n, 'running', '"picking"', json_build_object('order', 'so~shop~' || n), 1,
            json_build_array(json_build_object('n', '1.1', 'name', 'pick', 'key', 'so~shop~' || n, 'data', '{}'::json, 'answer', 'delivered')), now(), now()
     from generate_series(1, $1::int) n`,
    [count],
  );
}

async function cancelled(): Promise<number> {
  const { rows } = await database.pool.query<{ n: number }>(
    `select count(*)::int as n from process_instance where status = 'cancelled'`,
  );
  return rows[0]!.n;
}

function picking(target: string): Promise<string> {
  return writeLandscape({
    'systems/wms.yaml': `
system: wms
kind: wms
site: detroit
connector: http
connection: { url: "${target}" }
interfaces:
  commands:
    target: salesOrder@1
    takes: commands
    write: { method: POST, path: /commands }
    map: commands.out.jsonata
`,
    'systems/commands.out.jsonata': '{ "verb": verb, "order": key }',
    'processes/picking.yaml': `
process: picking
about: salesOrder
start: { on: salesOrder.changed }
context: '{ "order": event.subject }'
keys: context.order
initial: picking
states:
  picking:
    enter: [pick]
    on: { picked: { to: gone }, pick.refused: { to: gone } }
  gone: { final: true }
commands:
  pick: { entity: salesOrder, verb: pick, key: context.order, undo: unpick }
  unpick: { entity: salesOrder, verb: unpick, key: context.order }
`,
  });
}
