import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations, withoutBrowser } from './browser.ts';
import { type OrdersScene, openOrdersScene } from './ordersScene.ts';
import { systemsTests } from './systems.ts';

describe.skipIf(withoutBrowser)(withoutBrowser ?? 'the pages of processes and systems, in a browser', () => {
  let scene: OrdersScene;

  beforeAll(async () => {
    scene = await openOrdersScene();
    await scene.tell('stock', { site: 'detroit', quantity: '900', at: '2026-01-01T00:00:00.000Z' });
    await scene.order('4711', 'open');
    await scene.order('4712', 'open');
    await scene.reached('4711', 'released');
    await scene.reached('4712', 'released');
  });
  afterAll(() => scene?.close());

  test('what is under way is seen over all processes, and a click on a state shows what is in it, live', async () => {
    const { page, go } = scene;
    await go('/processes');
    await page.getByText('2 instances are under way, 0 overdue, 0 need a person').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('link', { name: 'From the customer' }).click();
    const chart = page.getByRole('region', { name: /^Chart of/ });
    await chart.getByRole('link', { name: /^released.*, 2 here/ }).click();
    expect(new URL(page.url()).search).toBe('?state=released');
    await page.getByRole('row', { name: /^4711 Shop fulfilling › released running/ }).waitFor();
    expect(await violations(page)).toEqual([]);
    await scene.order('4713', 'open');
    await chart.getByRole('link', { name: /^released.*, 3 here/ }).waitFor();
    await page.getByRole('row', { name: /^4713 Shop/ }).waitFor();
    await page.getByText('Newest', { exact: true }).click();
    await page.waitForURL(/first=newest/);
    await page.getByRole('row').nth(1).getByRole('link', { name: '4713' }).waitFor();
    await page.getByText('Oldest', { exact: true }).click();
    await page.getByRole('row').nth(1).getByRole('link', { name: '4711' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await chart.getByRole('link', { name: /^promising/ }).click();
    await page.getByRole('heading', { name: 'No instance stands so' }).waitFor();
  });

  test('an order is found by its number and cancelled, and what was done for it is taken back before the eyes', async () => {
    const { page, go, erp } = scene;
    let isBusy = true;
    erp.answer = ({ body }) =>
      isBusy && body['verb'] === 'withdraw'
        ? { status: 503, headers: { 'retry-after': '1' } }
        : { status: 200 };
    await go('/processes/sales');
    await page.getByLabel('Number or key').fill('4711');
    await page.getByLabel('Number or key').press('Enter');
    await page.getByRole('link', { name: '4711' }).click();
    await page.getByRole('heading', { name: '4711', level: 1 }).waitFor();
    await page.getByRole('region', { name: 'History' }).getByText('promise.delivered').waitFor();
    expect(await violations(page)).toEqual([]);

    await page.getByRole('button', { name: 'Cancel' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Why').fill('ordered twice');
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Cancel and take back' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('1 of 2 commands are taken back.').waitFor();
    await page.getByRole('img', { name: 'being taken back' }).waitFor();
    await page.getByRole('region', { name: 'History' }).getByText('admin: ordered twice').waitFor();
    isBusy = false;
    await page.getByText('All 2 commands that had a way back are taken back.').waitFor();
    await page.getByRole('img', { name: 'cancelled' }).waitFor();
    expect(await page.getByRole('button', { name: 'Cancel' }).count()).toBe(0);
    expect(await violations(page)).toEqual([]);
  });

  test('⌘K and Trace lead from the number of an order to the process that follows it', async () => {
    const { page, go } = scene;
    await go('/trace?key=4712');
    const processes = page.getByRole('complementary', { name: 'Processes' });
    await processes.getByText('Sales, fulfilling › released').waitFor();
    expect(await violations(page)).toEqual([]);
    await processes.getByRole('link', { name: '4712' }).click();
    await page.getByRole('heading', { name: '4712', level: 1 }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find' }).fill('4711');
    await page.getByRole('option', { name: '4711 Sales, cancelled' }).click();
    await page.getByRole('heading', { name: '4711', level: 1 }).waitFor();
  });

  test('all that the list means are cancelled at once, and how far that is can be seen', async () => {
    const { page, go, erp } = scene;
    erp.answer = () => ({ status: 200 });
    await go('/processes/sales?standing=running');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('dialog').getByLabel('Why').fill('the hall is closed');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel 2' }).click();
    await page.getByText('2 of 2 instances were asked').waitFor();
    await page.getByRole('link', { name: 'cancelled 3' }).waitFor();
  });

  describe('Systems', () => systemsTests(() => scene));

  test('no page met an error, or what its content security policy forbids', () => {
    expect(scene.complaints).toEqual([]);
  });
});
