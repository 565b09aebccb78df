import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { until } from '../process.ts';
import { violations } from './browser.ts';
import type { Scene } from './scene.ts';

export function operationsTests(scene: () => Scene): void {
  test('a leader finds which open orders are threatened, and takes the list along as CSV', async () => {
    const { page, go, running } = scene();
    await until(async () => {
      const { rows } = await running.hub.pool.query<{ n: number }>(
        `select count(*)::int as n from register where entity = 'salesOrder' and open`,
      );
      return rows[0]!.n > 0;
    });
    await go('/operations');
    await page.getByRole('table').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByText('Threatened', { exact: true }).click();
    await page.waitForURL(/threat=any/);
    const { name, rows: orders } = await exported(page);
    expect(name).toBe('salesOrder.csv');
    expect(orders.filter(({ threats }) => threats === '')).toEqual([]);
  });

  test('stock is found by words of an item, with its age', async () => {
    const { page, go, running } = scene();
    await go('/operations/stock');
    await page.getByRole('table').waitFor();
    const { rows } = await running.hub.pool.query<{ label: string }>(
      `select i.label from register i where i.entity = 'item'
         and exists (select from register g where g.entity = 'inventoryPosition' and g.item = i.key) order by label desc limit 1`,
    );
    const { label } = rows[0]!;
    await page.getByLabel('Words').fill(label.toLowerCase());
    await page.waitForURL(/text=/);
    await until(async () => {
      const shown = await page.locator('tbody tr td:first-child').allInnerTexts();
      return shown.length > 0 && shown.every((number) => number === label);
    });
    expect(await violations(page)).toEqual([]);
  });

  test('production orders and shipments are narrowed by state, and taken along as CSV', async () => {
    const { page, go } = scene();
    for (const [address, entity] of [
      ['/operations/production', 'productionOrder'],
      ['/operations/shipments', 'shipment'],
    ] as const) {
      await go(address);
      await page.getByRole('table').waitFor();
      await until(async () => {
        const all = await exported(page);
        return all.name === `${entity}.csv` && all.rows.length > 0;
      });
      const state = page.getByRole('main').getByRole('radio').nth(2);
      const name = await state.evaluate((radio) => radio.parentElement!.textContent!.replace(/ [\d,]+$/, ''));
      await state.evaluate((radio: { click(): void }) => radio.click());
      await page.waitForURL(/state=/);
      await until(async () => {
        const shown = await page.locator('tbody tr td:nth-child(4)').allInnerTexts();
        return shown.every((each) => each.startsWith(name.toLowerCase()));
      });
      expect(await violations(page)).toEqual([]);
      const narrowed = await exported(page);
      expect(narrowed.rows.filter((row) => wordsOf(row['state']!) !== name.toLowerCase())).toEqual([]);
    }
  });
}

/** As the page writes a state: `inTransit` → `in transit`. */
function wordsOf(state: string): string {
  return state.replaceAll(/([A-Z])/g, ' $1').toLowerCase();
}

/** The list of this page as the file that it is had as. */
async function exported(page: Page): Promise<{ name: string; rows: Record<string, string>[] }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export CSV' }).click(),
  ]);
  const text = await readFile(await download.path());
  return { name: download.suggestedFilename(), rows: parse(text, { columns: true, bom: true }) };
}
