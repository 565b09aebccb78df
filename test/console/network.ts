import { expect, test } from 'vitest';
import { until } from '../process.ts';
import { violations } from './browser.ts';
import type { Scene } from './scene.ts';

export function networkTests(scene: () => Scene): void {
  test('the late system is found from two metres away, and what is behind it by a click', async () => {
    const { page, disturb, go } = scene();
    await go('/');
    await page.getByRole('heading', { name: /All 9 sites run/ }).waitFor();
    await disturb('na-erp', '/faults/cut');
    await page.getByRole('heading', { name: /^failing NA ERP fails|^held NA ERP is held/ }).waitFor();
    await page
      .getByRole('region', { name: 'What is wrong now' })
      .getByRole('link', { name: /NA ERP/ })
      .click();
    await page.getByRole('heading', { name: 'Chicago HQ', level: 1 }).waitFor();
    expect(await page.getByRole('img', { name: /failing|held/ }).count()).toBeGreaterThan(0);
    expect(await violations(page)).toEqual([]);
    await go('/exceptions');
    await page.getByRole('heading', { name: 'Held, and goes on by itself' }).waitFor();
    await go('/systems/na-erp');
    const panel = page.getByRole('region', { name: 'Let something go wrong' });
    await panel.getByRole('button', { name: 'Make it well again' }).click();
    await panel.getByText('It works as at the start').waitFor();
    expect(await violations(page)).toEqual([]);
    await panel.getByRole('button', { name: 'Close it for maintenance' }).click();
    await panel.getByText('It is closed for five minutes').waitFor();
    await page
      .getByRole('img', { name: /^closed .*: demo$/ })
      .first()
      .waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Resume', exact: true }).click();
    await page.getByRole('dialog').getByLabel('Why').fill('seen');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Network', exact: true }).click();
    await page.getByRole('heading', { name: /All 9 sites run/ }).waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('systems are put in order by a figure, and so found by their address', async () => {
    const { page, go } = scene();
    await go('/systems');
    await page.getByRole('button', { name: 'A minute' }).click();
    await page.waitForURL(/by=rate/);
    await page.reload();
    await page
      .getByRole('columnheader', { name: 'A minute' })
      .and(page.locator('[aria-sort=descending]'))
      .waitFor();
    await until(async () => {
      const rates = await page.locator('tbody tr td:nth-child(5)').allInnerTexts();
      const figures = rates.map((rate) => Number(rate.replaceAll(',', '')));
      return figures.length > 5 && figures.every((rate, n) => n === 0 || rate <= figures[n - 1]!);
    });
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'A minute' }).click();
    await page.waitForURL(({ search }) => !search.includes('by='));
  });

  test('who hovers over a site or a system sees its last hour', async () => {
    const { page, go } = scene();
    await go('/');
    const map = page.getByRole('region', { name: 'Map of the enterprise' });
    const hour = page.getByRole('tooltip');
    await map.getByRole('link', { name: 'Chicago HQ' }).hover();
    await hour.getByText(/^office in North America/).waitFor();
    await hour.getByRole('listitem').filter({ hasText: 'NA ERP' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await map.getByRole('link', { name: 'MES Gdansk' }).hover();
    await hour.getByText(/^MES by SQL/).waitFor();
    await hour.getByRole('listitem').filter({ hasText: 'to it: production order' }).first().waitFor();
  });

  test('a newcomer lets each thing go wrong with a simulated system, sees it, and makes it well again', async () => {
    const { page, go, running } = scene();
    await go('/systems/wms-rotterdam');
    const panel = page.getByRole('region', { name: 'Let something go wrong' });
    const head = (health: RegExp) => page.getByRole('heading', { name: health, level: 1 }).waitFor();
    const press = (name: string) => panel.getByRole('button', { name }).click();
    await press('Let it mistype');
    await panel.getByText(/^Of what it tells 30 % is mistyped/).waitFor();
    await until(async () => {
      const { rows } = await running.hub.pool.query(
        `select from parked where starts_with(interface, 'wms-rotterdam/') and parked_at > now() - interval '1 minute' and direction = 'in'`,
      );
      return rows.length > 0;
    });
    await press('Slow it down');
    await panel.getByText(/^Each answer takes a second longer/).waitFor();
    await press('Throttle it');
    await panel.getByText(/^It takes one request a second/).waitFor();
    await press('Cut it off');
    await panel.getByText(/^It cannot be reached/).waitFor();
    await head(/^(failing|held) WMS Rotterdam/);
    expect(await violations(page)).toEqual([]);
    await press('Make it well again');
    await panel.getByText(/^It works as at the start/).waitFor();
    await head(/^running WMS Rotterdam/);
  });
}
