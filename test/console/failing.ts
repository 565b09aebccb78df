import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { violations } from './browser.ts';
import type { Scene } from './scene.ts';

/** Every page that asks the hub for what it shows. */
const PAGES = [
  '/',
  '/systems',
  '/systems/na-erp',
  '/sites/detroit',
  '/operations',
  '/operations/stock',
  '/exceptions',
  '/trace?key=4711',
  '/processes',
  '/processes/order-to-cash',
  '/master-data',
  '/master-data/codes?list=unit',
  '/master-data/completeness',
  '/connectivity',
  '/connectivity/changes',
  '/settings/keys',
  '/settings/audit',
];

const NOWHERE: [address: string, says: RegExp][] = [
  ['/systems/nowhere', /There is no system nowhere/],
  ['/sites/nowhere', /There is no site nowhere/],
  ['/exceptions/999999999', /999999999/],
  ['/exceptions?group=abc', /Nothing waits for this|gone|There is no/],
];

export function failingTests(scene: () => Scene): void {
  test('a page whose question the hub does not answer says so, with what to do, and can be read by all', async () => {
    const page = await anotherPage(scene());
    await page.route(/\/(operations|process|experience)\/v1/, (route) => route.fulfill(FAILED));
    const bad: string[] = [];
    for (const address of PAGES) {
      await page.goto(scene().opened.hub.address + address);
      await page.getByRole('alert').first().getByText('Ask again in a moment').waitFor();
      bad.push(...(await violations(page)).map((each) => `${address} ${each}`));
    }
    expect(bad).toEqual([]);
    await page.unrouteAll();
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
    await page.context().close();
  });

  test('an address of something that is not there says what is not', async () => {
    const page = await anotherPage(scene());
    const bad: string[] = [];
    for (const [address, says] of NOWHERE) {
      await page.goto(scene().opened.hub.address + address);
      await page.getByRole('main').getByText(says).first().waitFor();
      bad.push(...(await violations(page)).map((each) => `${address} ${each}`));
    }
    expect(bad).toEqual([]);
    await page.context().close();
  });
}

/** Not one that is asked for again by itself. */
const FAILED = {
  status: 409,
  contentType: 'application/problem+json',
  body: JSON.stringify({
    ...{ type: 'about:blank', title: 'Refused', status: 409, code: 'refused' },
    ...{ detail: 'The hub does not answer this.', advice: 'Ask again in a moment' },
  }),
};

/** Signed in as the scene's; what it complains about is meant. */
async function anotherPage({ browser, page }: Scene): Promise<Page> {
  const context = await browser.newContext({
    storageState: await page.context().storageState(),
    reducedMotion: 'reduce',
  });
  await context.addInitScript(axe.source);
  return context.newPage();
}
