import { expect, test } from 'vitest';
import { openPage, violations } from './browser.ts';
import type { Scene } from './scene.ts';

export function signInTests(scene: () => Scene): void {
  test('a link signs in once; whom it does not let in is asked for a key, and comes to where they meant to go', async () => {
    const { page, opened, browser } = scene();
    expect(new URL(page.url()).pathname).toBe('/');
    expect(page.url()).not.toContain('#');

    const other = await openPage(browser);
    await other.page.goto(opened.link!);
    await other.page.getByText('The link was used before').waitFor();
    expect(await violations(other.page)).toEqual([]);
    await other.page.goto(`${opened.hub.address}/sites/detroit`);
    await other.page.getByLabel('Your key').fill(opened.key!);
    expect(await violations(other.page)).toEqual([]);
    await other.page.getByRole('button', { name: 'Sign in' }).click();
    await other.page.getByRole('heading', { name: 'Detroit', level: 1 }).waitFor();
    await other.page.context().close();
  });

  test('an address that leads nowhere says so beside the way to all pages', async () => {
    const { page, go } = scene();
    await go('/nowhere');
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Network' }).click();
    await page.waitForURL(({ pathname }) => pathname === '/');
  });

  test('⌘K leads to any system, whose name stands in the title of the browser', async () => {
    const { page } = scene();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find' }).fill('mes tol');
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'MES Toledo', level: 1 }).waitFor();
    expect(await page.title()).toBe('MES Toledo · Lineshaft');
  });

  test('⌘K leads to an item by words of its name, and to a page behind another', async () => {
    const { page } = scene();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find' }).fill('gasket dn200');
    await page
      .getByRole('option', { name: /gasket dn200.*Item/i })
      .first()
      .click();
    await page.waitForURL(/\/records\?entity=item/);
    await page.getByRole('heading', { name: /Gasket DN200/, level: 1 }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find' }).fill('audit');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/settings\/audit/);
  });
}
