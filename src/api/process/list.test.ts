import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chartOf } from '../../processes/chart.testing.ts';
import { OVERDUE_TIMERS } from '../../processes/timers.ts';
import { type TestServer, testServer } from '../server.testing.ts';

const CHART = `process: fulfilment
about: salesOrder
start: { on: salesOrder.changed }
context: '{}'
keys: '[]'
initial: picking
states:
  picking: { within: 4h, on: { picked: { to: packing } } }
  packing: { on: { packed: { to: gone } } }
  gone: { final: true }
`;

interface Times {
  started: string;
  changed: string;
  overdue?: string;
  /** By when it should leave which states. */
  due?: Record<string, string>;
}

/** Minutes after ten, one day; of `6` there is a microsecond more than of `2`. */
const INSTANCES: Record<string, Times> = {
  1: { started: '09', changed: '10', due: { picking: '50' } },
  2: { started: '01', changed: '40', overdue: '20' },
  3: { started: '02', changed: '30', overdue: '05', due: { packing: '06' } },
  4: { started: '05', changed: '06' },
  5: { started: '04', changed: '05', due: { picking: '45', packing: '41' } },
  6: { started: '01:00.000001', changed: '41' },
};

let hub: TestServer;
beforeAll(async () => {
  const chart = chartOf(CHART);
  hub = await testServer({ processes: new Map([[chart.code, chart]]) });
  for (const [number, times] of Object.entries(INSTANCES)) await put(number, times);
});
afterAll(() => hub.close());

describe('the instances of a process', () => {
  test.each([
    ['key', '123456'],
    ['still', '541326'],
    ['oldest', '263541'],
    ['newest', '145362'],
    ['due', '3251'],
  ])('come first by %s, page by page without a gap', async (first, order) => {
    expect(await numbers(`first=${first}`)).toBe(order);
    let paged = '';
    let cursor = '';
    do {
      const { body } = await list(`first=${first}&limit=1${cursor}`);
      paged += numbersOf(body);
      cursor = body.next === undefined ? '' : `&cursor=${body.next}`;
    } while (cursor !== '');
    expect(paged).toBe(order);
  });

  test('what is narrowed down is in order, too', async () => {
    expect(await numbers('first=newest&overdue=true')).toBe('32');
    expect(await numbers('first=due&state=picking')).toBe('3251');
    expect(await numbers('first=due&state=packing')).toBe('');
    expect(await numbers('first=oldest&key=so~4')).toBe('4');
  });

  test('each names the site of what it is about, where that has one', async () => {
    await hub.database.pool.query(
      `insert into process_definition (process, version, chart) values ('fulfilment', 1, '{"about": "salesOrder"}') on conflict do nothing`,
    );
    await hub.database.pool.query(
      `insert into record (entity, key, version, data, changed_at) values ('salesOrder', 'so~2', 1, '{"site": "detroit"}', now())`,
    );
    const { body } = await list('');
    expect(body.instances.find((each: { about: string }) => each.about === 'so~2').site).toBe('detroit');
    expect(body.instances.find((each: { about: string }) => each.about === 'so~3').site).toBeUndefined();
  });

  test('a cursor of another kind is refused', async () => {
    expect(await list('cursor=bm9uc2Vuc2U')).toMatchObject({
      status: 400,
      body: { code: 'request-invalid' },
    });
  });
});

const list = (query: string) => hub.ask('GET', `/process/v1/fulfilment?${query}`);
const numbersOf = ({ instances }: { instances: { about: string }[] }) =>
  instances.map(({ about }) => about.slice(3)).join('');

async function numbers(query: string): Promise<string> {
  return numbersOf((await list(query)).body);
}

const at = (minutes: string) => `2026-01-01T10:${minutes}Z`;

async function put(number: string, { started, changed, overdue, due = {} }: Times): Promise<void> {
  const { pool } = hub.database;
  const id = `fulfilment~so~${number}`;
  await pool.query(
    `insert into process_instance (id, process, version, about, status, state, context, steps, given, started_at, changed_at, overdue_at, overdue_in)
     values ($1, 'fulfilment', 1, $2, 'running', '"picking"', '{}', 1, '[]', $3, $4, $5::timestamptz, case when $5::text is not null then 'picking' end)`,
    [id, `so~${number}`, at(started), at(changed), overdue === undefined ? null : at(overdue)],
  );
  await pool.query(`insert into process_key values ('fulfilment', $1, $2)`, [`so~${number}`, id]);
  for (const [state, minutes] of Object.entries(due))
    await pool.query(`insert into process_timer values ($1, 'fulfilment', $2, $3)`, [
      id,
      `${OVERDUE_TIMERS}${state}.${state}`,
      at(minutes),
    ]);
}
