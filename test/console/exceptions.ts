import { createHmac } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { until } from '../process.ts';
import { violations } from './browser.ts';
import type { Scene } from './scene.ts';

export function exceptionsTests(scene: () => Scene): void {
  test('causes come first by messages, by orders or by age, as it is asked for', async () => {
    const { page, disturb, go } = scene();
    await disturb('crm', '/faults/dirty?percent=100');
    await until(async () => (await waitingForUnit(scene())).length > 0);
    await disturb('crm', '/faults/dirty?percent=0');
    await go('/exceptions');
    for (const [label, first] of ORDERS) {
      await page.getByText(label, { exact: true }).click();
      await page.waitForURL(new RegExp(`first=${first}`));
      await until(async () => {
        const [shown, asked] = await Promise.all([shownCauses(page), askedCauses(scene(), first)]);
        return shown.length > 1 && shown.join() === asked.join();
      });
    }
    await page.getByRole('link', { name: /unit 'QQ' of CRM.*sales orders?, without a total/i }).waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('a unit that a code list lacks is added, and the 400 messages that were parked for it drain', async () => {
    const { page, go, running } = scene();
    const [document] = await waitingForUnit(scene());
    await tellMany(scene(), document!, 400);
    await until(async () => (await waitingForUnit(scene())).length > 400);

    await go('/exceptions');
    await page.getByRole('link', { name: /unit 'QQ' of crm/i }).click();
    await page.getByRole('heading', { name: /unit 'QQ' of crm/i, level: 2 }).waitFor();
    await page.getByRole('button', { name: /^Hand back 4\d\d messages$/ }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByRole('heading', { name: 'If they were handed back now' }).waitFor();
    await page.getByLabel(/What CRM calls QQ is/).fill('EA');
    await page.getByRole('button', { name: 'Add to the list' }).click();
    await page.getByRole('link', { name: /QQ.*mended: hand them back/ }).waitFor();
    await page.getByRole('button', { name: /^Hand back/ }).click();
    await page.getByRole('heading', { name: /^All 4\d\d messages are through$/ }).waitFor();
    expect(await waitingForUnit(scene())).toEqual([]);
    const { rows } = await running.hub.pool.query<{ n: number }>(
      `select count(*)::int as n from record where entity = 'salesOrder' and starts_with(key, 'so~crm~MANY-')`,
    );
    expect(rows).toEqual([{ n: 400 }]);
  });

  test('a message is edited, shown as a difference, and discarded with a reason', async () => {
    const { page, go, running } = scene();
    const { rows } = await running.hub.pool.query<{ id: number }>(
      `select id from parked where state = 'parked' and direction = 'in' and document is not null order by id limit 1`,
    );
    await go(`/exceptions/${rows[0]!.id}`);
    const field = page.getByLabel('The document, as the mapping gets it');
    const text = await field.inputValue();
    await field.fill(text.replace(/\n}$/, ',\n  "checked": "by hand"\n}'));
    await page.getByText('+ "checked": "by hand"').waitFor();
    await page.getByLabel('Why').fill('as told on the phone');
    await page.getByRole('button', { name: 'Keep the change' }).click();
    await page.getByRole('button', { name: 'Keep the change' }).waitFor({ state: 'detached' });
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('dialog').getByLabel('Why').fill('told twice');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
    await page.getByText(/discarded since/).waitFor();
  });
}

const ORDERS = [
  ['Most orders', 'orders'],
  ['Longest', 'oldest'],
  ['Most messages', 'largest'],
] as const;

/** The causes of the list, from its top. */
async function shownCauses(page: Page): Promise<string[]> {
  const links = page.getByRole('list', { name: 'Causes' }).getByRole('link');
  return links.evaluateAll((all) =>
    all.map((link) => new URL((link as unknown as { href: string }).href).searchParams.get('group')!),
  );
}

async function askedCauses({ page, opened }: Scene, first: string): Promise<string[]> {
  const answer = await page.request.get(`${opened.hub.address}/operations/v1/parked/groups?first=${first}`);
  const { groups } = (await answer.json()) as { groups: { id: string }[] };
  return groups.map(({ id }) => id);
}

interface OrderTold {
  order: Record<string, unknown>;
}

/** Orders that are parked because nobody knows their unit. */
async function waitingForUnit({ running }: Scene): Promise<OrderTold[]> {
  const { rows } = await running.hub.pool.query<{ document: OrderTold }>(
    `select document from parked
     where state = 'parked' and interface = 'crm/orders' and problem ->> 'detail' like '"QQ"%' order by id`,
  );
  return rows.map(({ document }) => document);
}

/** So many orders like this one as the CRM tells them, cancelled before they came: nothing follows from them. */
async function tellMany({ running, opened }: Scene, told: OrderTold, count: number): Promise<void> {
  const secret = running.northfield.env['CRM_WEBHOOK_SECRET']!;
  for (let n = 1; n <= count; n++) {
    const order = { ...told.order, id: `ord_many_${n}`, number: `MANY-${n}`, status: 'cancelled' };
    const body = JSON.stringify({ ...told, event_id: `evt_many_${n}`, order });
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    const answer = await fetch(`${opened.hub.address}/in/crm/orders`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-crm-event-id': `evt_many_${n}`,
        'x-crm-signature': `sha256=${signature}`,
      },
      body,
    });
    if (!answer.ok) throw new Error(`the door said ${answer.status}: ${await answer.text()}`);
  }
}
