import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { order } from '../../src/observability/journey.testing.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { tellDoor } from '../orderToCash.ts';
import { until, writeLandscape } from '../process.ts';
import { shopFiles } from '../shop.ts';
import { violations, withoutBrowser } from './browser.ts';
import { type OpenConsole, openConsole } from './openConsole.ts';

const CHART = `process: fulfilment
about: salesOrder
start: { on: salesOrder.changed }
context: '{ "number": $number(event.data.record.number) }'
keys: '[]'
initial: picking
states:
  picking: { within: 1h, on: { picked: { to: packing } } }
  packing: { on: { packed: [{ when: '$number(event.type) > 1', to: gone }, { to: gone }] } }
  gone: { final: true }
`;
const SECOND = `${CHART.replaceAll('packing', 'wrapping')}version: 2
migrate: [{ from: 1, states: { packing: wrapping } }]
`;

const files = (chart: string) => ({
  'enterprise.yaml':
    'enterprise: promise\nsites:\n  detroit: { kind: plant, region: na, timezone: America/Detroit }\n',
  'processes/fulfilment.yaml': chart,
  ...shopFiles(`$merge([$, {
  "lines": [lines.$merge([$, { "quantity": { "value": quantity.value, "unit": $code("unit", quantity.unit) } }])]
}])`),
});

describe.skipIf(withoutBrowser)(withoutBrowser ?? 'instances and parked messages, in a browser', () => {
  let database: TestDatabase;
  let scene: OpenConsole;

  beforeAll(async () => {
    database = await testDatabase();
    scene = await openConsole(await writeLandscape(files(CHART)), database.url);
    for (const number of ['1', '2', '3']) await tellDoor(scene.url, 'orders', order(number));
    await until(async () => (await instancesIn('picking')) === 3);
  });
  afterAll(async () => {
    await scene?.close();
    await database?.drop();
  });

  async function instancesIn(state: string): Promise<number> {
    const { rowCount } = await database.pool.query('select from process_instance where state::text = $1', [
      JSON.stringify(state),
    ]);
    return rowCount ?? 0;
  }

  /** Says why, in the dialog that asks for it. */
  async function decide(verb: string, why: string): Promise<void> {
    const dialog = scene.page.getByRole('dialog');
    await dialog.getByLabel('Why').fill(why);
    await dialog.getByRole('button', { name: verb }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  async function signal(name: string): Promise<void> {
    await scene.page.getByRole('button', { name: 'Signal' }).click();
    await scene.page.getByRole('menuitem', { name }).click();
    await decide(name, 'told on the phone');
  }

  test('an instance that is given a signal goes on, and one that is stuck then is tried again, then left its event', async () => {
    const { page, go } = scene;
    await go('/processes/fulfilment/so~shop~1');
    await signal('Picked');
    await page.getByText(/in packing for/).waitFor();
    await page.getByRole('region', { name: 'History' }).getByText('admin: told on the phone').waitFor();
    await signal('Packed');
    await page.getByRole('button', { name: 'Try again' }).click();
    expect(await violations(page)).toEqual([]);
    await decide('Try again', 'the disk was full');
    await until(async () => {
      const { rowCount } = await database.pool.query(
        `select from audit where action = 'process.retry' and details ->> 'reason' = 'the disk was full'`,
      );
      return rowCount === 1;
    });
    await page.getByRole('button', { name: 'Leave the event out' }).click();
    await decide('Leave it out', 'told twice');
    await page.getByRole('button', { name: 'Try again' }).waitFor({ state: 'detached' });
    await page.getByText(/in packing for/).waitFor();
  });

  test('what would become of instances on an older version is seen, and they are migrated', async () => {
    const { page, go, opened, url } = scene;
    const applied = await fetch(`${url}/operations/v1/landscape`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${opened.key}` },
      body: JSON.stringify({ files: files(SECOND) }),
    });
    expect(await applied.json()).toMatchObject({ outcome: 'applied' });
    await go('/processes/fulfilment');
    const older = page.getByRole('region', { name: 'Older versions' });
    await older.getByRole('heading', { name: '3 instances on older versions' }).waitFor();
    await older.getByRole('row', { name: /packing wrapping 1 1$/ }).waitFor();
    await older.getByRole('row', { name: /picking picking 2/ }).waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await instancesIn('packing')).toBe(1);
    await older.getByRole('button', { name: 'Migrate 3' }).click();
    await decide('Migrate 3', 'wrapped from now on');
    await older.getByText('3 of 3 instances were asked').waitFor();
    await older.getByRole('heading', { name: '0 instances on older versions' }).waitFor();
    expect(await instancesIn('wrapping')).toBe(1);
    expect(await violations(page)).toEqual([]);
  });

  test('all messages of a cause are there, a page at a time', async () => {
    const { page, go, url } = scene;
    for (let n = 1; n <= 60; n++) {
      const [line] = order('').lines as { quantity: { unit: string } }[];
      const lines = [{ ...line, quantity: { value: '5', unit: 'QQ' } }];
      await fetch(`${url}/in/shop/orders`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-key': 'promise' },
        body: JSON.stringify({ ...order(`Q${n}`), lines }),
      });
    }
    await go('/exceptions');
    const cause = page.getByRole('region', { name: 'Cause' });
    await cause.getByText('50 of 60 messages').waitFor();
    expect(await cause.getByRole('row').count()).toBe(51);
    await cause.getByRole('link', { name: 'Next' }).click();
    await cause.getByText('10 of 60 messages').waitFor();
    expect(await cause.getByRole('row').count()).toBe(11);
    expect(await violations(page)).toEqual([]);
    await cause.getByRole('link', { name: 'From the first' }).click();
    await cause.getByText('50 of 60 messages').waitFor();
  });

  test('each attempt at a message is listed with what was said', async () => {
    const { page } = scene;
    await page.getByRole('region', { name: 'Cause' }).getByRole('row').nth(1).getByRole('link').click();
    await page.getByRole('button', { name: 'Hand back' }).click();
    const attempts = page.getByRole('region', { name: 'Attempts' });
    await attempts
      .getByRole('row', { name: /code-unknown "QQ" has no translation/ })
      .nth(1)
      .waitFor();
    expect(await attempts.getByRole('row').count()).toBe(3);
    expect(await violations(page)).toEqual([]);
  });

  test('a key that is made elsewhere comes to the list by itself', async () => {
    const { page, go, opened, url } = scene;
    await go('/settings/keys');
    await page.getByRole('cell', { name: 'admin', exact: true }).first().waitFor();
    await page.getByText('Live').first().waitFor();
    await fetch(`${url}/operations/v1/keys`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${opened.key}` },
      body: JSON.stringify({ name: 'night-shift' }),
    });
    await page.getByRole('cell', { name: 'night-shift', exact: true }).waitFor();
  });

  test('no page met an error, or what its content security policy forbids', () => {
    expect(scene.complaints).toEqual([]);
  });
});
