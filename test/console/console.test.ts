import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPage, violations, withoutBrowser } from './browser.ts';
import { connectivityTests } from './connectivity.ts';
import { openScene, type Scene } from './scene.ts';
import { settingsTests } from './settings.ts';

describe.skipIf(withoutBrowser)(withoutBrowser ?? 'the console, in a browser on Northfield', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(() => scene?.close());

  describe('signing in', () => {
    test('a link signs in once; whom it does not let in is asked for a key, and comes to where they meant to go', async () => {
      const { page, opened } = scene;
      await page.goto(opened.link!);
      await page.getByRole('navigation', { name: 'Pages' }).waitFor();
      expect(new URL(page.url()).pathname).toBe('/');
      expect(page.url()).not.toContain('#');

      const other = await openPage(scene.browser);
      await other.page.goto(opened.link!);
      await other.page.getByText('The link was used before').waitFor();
      await other.page.goto(`${opened.hub.address}/sites/detroit`);
      await other.page.getByLabel('Your key').fill(opened.key!);
      expect(await violations(other.page)).toEqual([]);
      await other.page.getByRole('button', { name: 'Sign in' }).click();
      await other.page.getByRole('heading', { name: 'Detroit', level: 1 }).waitFor();
      await other.page.context().close();
    });
  });

  describe('Network', () => {
    test('the late system is found from two metres away, and what is behind it by a click', async () => {
      const { page } = scene;
      await page.goto(scene.opened.hub.address);
      await page.getByRole('heading', { name: /All 9 sites run/ }).waitFor();
      await scene.disturb('na-erp', '/faults/cut');
      await page.getByRole('heading', { name: /^failing NA ERP fails|^held NA ERP is held/ }).waitFor();
      await page
        .getByRole('region', { name: 'What is wrong now' })
        .getByRole('link', { name: /NA ERP/ })
        .click();
      await page.getByRole('heading', { name: 'Chicago HQ', level: 1 }).waitFor();
      expect(await page.getByRole('img', { name: /failing|held/ }).count()).toBeGreaterThan(0);
      expect(await violations(page)).toEqual([]);
      await scene.disturb('na-erp', '/faults/heal');
      await page.getByRole('link', { name: 'Network', exact: true }).click();
      await page.getByRole('heading', { name: /All 9 sites run/ }).waitFor();
      expect(await violations(page)).toEqual([]);
    });
  });

  test('⌘K leads to any system', async () => {
    const { page } = scene;
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find' }).fill('mes tol');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Toledo', level: 1 }).waitFor();
  });

  describe('Connectivity', () => connectivityTests(() => scene));
  describe('Settings', () => settingsTests(() => scene));

  test('no page met an error, or what its content security policy forbids', () => {
    expect(scene.complaints).toEqual([]);
  });
});
