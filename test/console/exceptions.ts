import { expect, test } from 'vitest';
import { until } from '../process.ts';
import { violations } from './browser.ts';
import type { Scene } from './scene.ts';

export function exceptionsTests(scene: () => Scene): void {
  test('a unit that a code list lacks is added, and what was parked for it drains', async () => {
    const { page, disturb, go, running } = scene();
    const parked = async () => {
      const { rows } = await running.hub.pool.query<{ n: number }>(
        `select count(*)::int as n from parked
         where state = 'parked' and interface = 'crm/orders' and problem ->> 'detail' like '"QQ"%'`,
      );
      return rows[0]!.n;
    };
    await disturb('crm', '/faults/dirty?percent=100');
    await until(async () => (await parked()) > 0);
    await disturb('crm', '/faults/dirty?percent=0');

    await go('/exceptions');
    await page.getByRole('link', { name: /unit 'QQ' of crm/ }).click();
    await page.getByRole('heading', { name: /unit 'QQ' of crm/, level: 2 }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByRole('heading', { name: 'If they were handed back now' }).waitFor();
    await page.getByLabel(/What crm calls QQ is/).fill('EA');
    await page.getByRole('button', { name: 'Add to the list' }).click();
    await page.getByRole('link', { name: /QQ.*mended: hand them back/ }).waitFor();
    await page.getByRole('button', { name: /^Hand back/ }).click();
    await until(async () => (await parked()) === 0);
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
    await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
    await page.getByText(/discarded since/).waitFor();
  });
}
