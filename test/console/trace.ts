import type { Page } from 'playwright-core';
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
    await page.getByRole('region', { name: 'Sales order' }).getByRole('link').first().waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByLabel('Number or key').fill(number);
    await page.getByRole('button', { name: 'Trace' }).click();
    await page
      .getByRole('button', { name: /NA ERP has it, in/ })
      .first()
      .waitFor();
    await page
      .getByRole('button', { name: /^CRM told it/ })
      .first()
      .click();
    const made = page.getByRole('region', { name: 'What the hub made of it' });
    await made.getByText('currency', { exact: true }).first().hover();
    const told = page.getByRole('region', { name: 'What was told' });
    await told.locator('[data-lit]').getByText('order.currency').waitFor();
    expect(new URL(page.url()).searchParams.get('key')).toBe(number);
    expect(await violations(page)).toEqual([]);
  });

  test('what goes to a target is shown beside the entry, and the keys reach the lines between them', async () => {
    const { page } = scene();
    await page
      .getByRole('button', { name: /NA ERP has it, in/ })
      .first()
      .click();
    const target = page.getByRole('region', { name: 'What the target gets' });
    await target.getByText('This is byte for byte what was sent.').waitFor();
    await target.getByRole('button', { name: 'cuor' }).focus();
    await page.getByRole('status').getByText('cuor is made from data.customerOrderNumber').waitFor();
    await lit(page, 'What the ledger holds', 'data.customerOrderNumber');
    await page.keyboard.press('Shift+Tab');
    await page.getByRole('status').getByText('cuno is made from').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('a line of a CSV file is shown by its columns, each attribute with those that it is made from', async () => {
    const { page, go, running } = scene();
    let key = '';
    await until(async () => {
      const { rows } = await running.hub.pool.query<{ subject: string }>(
        `select l.subject from ledger l join batch b on b.id = l.batch join source s on s.id = b.source
         where s.name = 'mes-monterrey/confirmations' limit 1`,
      );
      key = rows[0]?.subject ?? '';
      return key !== '';
    });
    await go(`/trace?key=${encodeURIComponent(key)}`);
    await page
      .getByRole('button', { name: /^MES Monterrey told it/ })
      .first()
      .click();
    const checks = page.getByRole('region', { name: 'Checks' });
    await checks.getByText('unit PZA → EA').waitFor();
    await checks.getByText(/^its word counts: event-driven \(enterprise.yaml:\d+\)$/).waitFor();
    const made = page.getByRole('region', { name: 'What the hub made of it' });
    await made.getByRole('button', { name: 'yield.value' }).focus();
    await lit(page, 'What was told', 'BUENAS');
    const told = page.getByRole('region', { name: 'What was told' });
    await told.getByText('As it was written').click();
    await told
      .locator('pre')
      .getByText(/^MC\d+;/)
      .waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('a journey is copied as a link that opens it at its step, and as a report to be sent', async () => {
    const { page, opened } = scene();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const copied = () => page.evaluate<string>('navigator.clipboard.readText()');
    const { key } = Object.fromEntries(new URL(page.url()).searchParams);
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    const link = await copied();
    await page.goto(link);
    await page.getByRole('region', { name: 'What was told' }).waitFor();
    await page.getByRole('button', { name: 'Copy report' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    const report = await copied();
    expect(report).toContain(key);
    expect(report).toMatch(/MES Monterrey told it/);
    expect(report).toContain(opened.hub.address);
  });
}

/** The field of this name is marked as one that the lines lead to. */
async function lit(page: Page, region: string, field: string): Promise<void> {
  const fields = page.getByRole('region', { name: region });
  await fields.locator('[data-lit]').getByRole('button', { name: field, exact: true }).waitFor();
}
