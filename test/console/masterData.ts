import { expect, test } from 'vitest';
import { until } from '../process.ts';
import { violations } from './browser.ts';
import type { Scene } from './scene.ts';

export function masterDataTests(scene: () => Scene): void {
  test('two things that may be one are looked at side by side, and made one', async () => {
    const { page, go, running } = scene();
    const open = async () => {
      const { rows } = await running.hub.pool.query<{ id: number }>(
        `select id from match_review where state = 'open' order by id`,
      );
      return rows.map(({ id }) => id);
    };
    await until(async () => (await open()).length > 0);
    const [id] = await open();
    await go(`/master-data?kind=match&item=match+${id}`);
    await page.getByRole('heading', { name: /^Are these two/ }).waitFor();
    await page.getByRole('columnheader', { name: 'Attribute' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'They are one' }).click();
    await page.getByRole('dialog').getByLabel('Why').fill('the same by its data sheet');
    await page.getByRole('dialog').getByRole('button', { name: 'They are one' }).click();
    await until(async () => !(await open()).includes(id!));
    await page.getByRole('dialog').waitFor({ state: 'detached' });
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
