import { expect, test } from 'vitest';
import { until } from '../process.ts';
import { violations } from './browser.ts';
import type { Scene } from './scene.ts';

export function masterDataTests(scene: () => Scene): void {
  test('a code list shows the words of every system, and where one has none', async () => {
    const { page, go } = scene();
    await go('/master-data/codes?list=item.status');
    await page.getByRole('heading', { name: /item\.status/ }).waitFor();
    await page.getByRole('row', { name: /^active .* 20$/ }).waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('the completeness matrix says how much of the items each system has a key for', async () => {
    const { page, go } = scene();
    await go('/master-data/completeness');
    await page.getByRole('row', { name: /^NA ERP .* keys/ }).waitFor();
    await page.getByRole('heading', { name: 'Checked without a finding, over the last week' }).waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('a change that a system may not make by itself is looked at, and refused with a reason', async () => {
    const { page, go, running } = scene();
    const open = async () => {
      const { rows } = await running.hub.pool.query<{ id: number }>(
        `select id from change_request where state = 'open' order by id limit 1`,
      );
      return rows[0]?.id;
    };
    await until(async () => (await open()) !== undefined);
    const id = await open();
    await go(`/master-data?kind=request&item=request+${id}`);
    await page.getByRole('link', { name: 'The record as it stands' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Reject' }).click();
    await page.getByRole('dialog').getByLabel('Why').fill('as on the drawing');
    await page.getByRole('dialog').getByRole('button', { name: 'Decide' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const { rows } = await running.hub.pool.query('select state from change_request where id = $1', [id]);
    expect(rows).toEqual([{ state: 'rejected' }]);
  });

  test('a golden record says of each attribute who said it, and how it came to be', async () => {
    const { page, go, running } = scene();
    const { rows } = await running.hub.pool.query<{ key: string }>(
      `select key from observation where entity = 'item' group by key having count(distinct system) > 1 limit 1`,
    );
    await go(`/records?entity=item&key=${rows[0]!.key}`);
    await page.getByRole('columnheader', { name: /na-erp/ }).waitFor();
    await page.getByRole('heading', { name: 'How it came to be' }).waitFor();
    await page.getByRole('cell', { name: /created/ }).waitFor();
    expect(await violations(page)).toEqual([]);
  });
}
