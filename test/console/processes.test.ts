import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations, withoutBrowser } from './browser.ts';
import { type OrdersScene, openOrdersScene } from './ordersScene.ts';

describe.skipIf(withoutBrowser)(withoutBrowser ?? 'the pages of processes, in a browser', () => {
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
    await page.getByRole('row', { name: /so~shop~4711 fulfilling › released running/ }).waitFor();
    expect(await violations(page)).toEqual([]);
    await scene.order('4713', 'open');
    await chart.getByRole('link', { name: /^released.*, 3 here/ }).waitFor();
    await page.getByRole('row', { name: /so~shop~4713/ }).waitFor();
    await chart.getByRole('link', { name: /^promising/ }).click();
    await page.getByRole('heading', { name: 'No instance stands so' }).waitFor();
  });

  test('no page met an error, or what its content security policy forbids', () => {
    expect(scene.complaints).toEqual([]);
  });
});
