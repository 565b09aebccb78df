import { expect, test } from 'vitest';
import { until } from '../process.ts';
import { violations } from './browser.ts';
import type { Scene } from './scene.ts';

export function traceTests(scene: () => Scene): void {
  test('an order is followed from the CRM into the ERP, and a field of it to where it comes from', async () => {
    const { page, go, running } = scene();
    let number = '';
    await until(async () => {
      const { rows } = await running.hub.pool.query<{ number: string }>(
        `select split_part(crm.key, '~', 3) as number from observation crm
           join observation erp on erp.key = crm.key and erp.entity = crm.entity and erp.system = 'na-erp'
         where crm.system = 'crm' and crm.entity = 'salesOrder' limit 1`,
      );
      number = rows[0]?.number ?? '';
      return number !== '';
    });
    await go('/trace');
    await page.getByLabel('Number or key').fill(number);
    await page.getByRole('button', { name: 'Trace' }).click();
    await page
      .getByRole('button', { name: /na-erp has it, in/ })
      .first()
      .waitFor();
    await page
      .getByRole('button', { name: /^crm told it/ })
      .first()
      .click();
    const made = page.getByRole('region', { name: 'What the hub made of it' });
    await made.getByText('currency', { exact: true }).first().hover();
    const told = page.getByRole('region', { name: 'What was told' });
    await told.locator('[data-lit]').getByText('order.currency').waitFor();
    expect(new URL(page.url()).searchParams.get('key')).toBe(number);
    expect(await violations(page)).toEqual([]);
  });
}
