import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestServer, testServer } from '../../src/api/server.testing.ts';
import { buildConsole } from '../../src/cli/consoleBuild.ts';
import { type RunningProvider, startIdentityProvider } from '../identityProvider.ts';
import { openBrowser, openPage, violations, withoutBrowser } from './browser.ts';

describe.skipIf(withoutBrowser)(withoutBrowser ?? 'signing in at the provider, in a browser', () => {
  let provider: RunningProvider;
  let hub: TestServer;
  let address: string;
  let browser: Browser;

  beforeAll(async () => {
    const built = await buildConsole();
    if (built.outcome === 'failed') throw new Error(built.said);
    provider = await startIdentityProvider();
    const console = fileURLToPath(new URL('../../console/dist/', import.meta.url));
    hub = await testServer({ signIn: provider.declared, console });
    address = await hub.app.listen({ host: '127.0.0.1', port: 0 });
    provider.admit(address);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await hub?.close();
    provider?.stop();
  });

  async function signIn(name: string, at: string) {
    const { page, complaints } = await openPage(browser);
    await page.goto(address + at);
    await page.getByRole('button', { name: 'Sign in with Northfield account' }).click();
    await page.getByPlaceholder('Enter any login').fill(name);
    await page.getByPlaceholder('and password').fill('x');
    await page.getByRole('button', { name: 'Sign-in' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    return { page, complaints };
  }

  test('a person comes to where they meant to go, as whom the provider knows', async () => {
    const { page, complaints } = await signIn('anna', '/settings');
    await page.getByText('anna.meyer@northfield.example').first().waitFor();
    expect(page.url()).toBe(`${address}/settings`);
    await page.reload();
    await page.getByText('anna.meyer@northfield.example').first().waitFor();
    expect(complaints.filter((each) => each.includes('Content Security Policy'))).toEqual([]);
  });

  test('a person without a role stays at the sign-in page, and reads why', async () => {
    const { page } = await signIn('visitor', '/');
    await page.getByText('knows visitor@elsewhere.example, who has no role here').waitFor();
    expect(page.url()).toBe(`${address}/sign-in`);
    expect(await violations(page)).toEqual([]);
  });
});
