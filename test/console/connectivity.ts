import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../process.ts';
import { violations } from './browser.ts';
import type { Scene } from './scene.ts';

export function connectivityTests(scene: () => Scene): void {
  test('who decides about pumps is found in the matrix, with the rule, the limit and who is how far behind', async () => {
    const { page, opened } = scene();
    const { address } = opened.hub;
    await page.goto(`${address}/connectivity`);
    const row = page.getByRole('row', { name: /^Master/ });
    await row.getByRole('button', { name: /NA ERP decides/ }).waitFor();
    expect(await violations(page)).toEqual([]);
    await row.getByRole('button', { name: /NA ERP decides/ }).click();
    const detail = page.getByRole('dialog', { name: 'Master in pumps' });
    await detail.getByText('NA ERP decides. It may be 15 min old.').waitFor();
    await detail
      .getByRole('row', { name: /^NA ERP items systems\/na-erp\.yaml:\d+ its word counts/ })
      .waitFor();
    await detail.getByRole('row', { name: /^EU ERP items .* proposes changes/ }).waitFor();
    expect(new URL(page.url()).search).toBe('?domain=master&segment=pumps');
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await detail.waitFor({ state: 'detached' });
  });

  test('what a landscape in a folder would change is read as a difference', async () => {
    const { page } = scene();
    await page.getByRole('link', { name: 'Plan and changes' }).click();
    await page.getByText('in force', { exact: true }).waitFor();
    const folder = await changedLandscape(
      'authority: na-erp, maxStaleness: 15m',
      'authority: na-erp, maxStaleness: 10m',
    );
    await page.getByLabel('Folder of a landscape').setInputFiles(folder);
    const plan = page.getByRole('status').filter({ hasText: 'This is what it would change' });
    await plan.getByText('may be stale 10 min, was 15 min').waitFor();
    expect(await violations(page)).toEqual([]);
  });
}

/** A copy of the example's landscape with one change of its rules. */
async function changedLandscape(from: string, to: string): Promise<string> {
  const folder = path.join(await temporaryFolder('landscape'), 'northfield');
  await cp(path.resolve('examples/five-sites/landscape'), folder, { recursive: true });
  const file = path.join(folder, 'enterprise.yaml');
  const text = await readFile(file, 'utf8');
  expect(text).toContain(from);
  await writeFile(file, text.replace(from, to));
  return folder;
}
