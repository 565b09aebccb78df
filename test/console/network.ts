import { expect, test } from 'vitest';
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
    await page.getByRole('dialog').getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Network', exact: true }).click();
    await page.getByRole('heading', { name: /All 9 sites run/ }).waitFor();
    expect(await violations(page)).toEqual([]);
  });
}
