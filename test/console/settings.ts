import { expect, test } from 'vitest';
import { violations } from './browser.ts';
import type { Scene } from './scene.ts';

export function settingsTests(scene: () => Scene): void {
  test('a key is given, shown once, found in the audit, and revoked: it opens nothing then', async () => {
    const { page, opened } = scene();
    const { address } = opened.hub;
    const me = (key: string) =>
      fetch(`${address}/operations/v1/me`, { headers: { authorization: `Bearer ${key}` } });
    await page.goto(`${address}/settings`);
    await page.getByText('You act at').waitFor();
    expect(await violations(page)).toEqual([]);

    await page.getByRole('link', { name: 'Keys and roles' }).click();
    await page.getByLabel('Name').fill('night-shift');
    await page.getByRole('combobox', { name: 'Role' }).click();
    await page.getByRole('option', { name: 'operator' }).click();
    await page.getByRole('combobox', { name: 'Acts at' }).click();
    await page.getByRole('option', { name: 'Detroit' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Make the key' }).click();
    const key = await page.getByText(/^ls_/).innerText();
    expect(await (await me(key)).json()).toEqual({
      name: 'night-shift',
      role: 'operator',
      sites: ['detroit'],
    });
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'I have it' }).click();
    await page.getByText(/^ls_/).waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Revoke the key of night-shift' }).click();
    await page.getByRole('dialog').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect((await me(key)).status).toBe(401);

    await page.getByRole('link', { name: 'Audit log' }).click();
    await page.getByLabel('About what').fill('night-shift');
    await page.getByLabel('About what').press('Enter');
    await page.getByRole('row', { name: /revoked a key night-shift/ }).waitFor();
    await page.getByRole('row', { name: /gave a key night-shift role operator · sites Detroit/ }).waitFor();
    await page.getByRole('combobox', { name: 'Did what' }).click();
    await page.getByRole('option', { name: 'revoked a key' }).click();
    await page.getByRole('row', { name: /gave a key/ }).waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('action')).toBe('key.revoke');
    expect(await violations(page)).toEqual([]);
  });
}
