import { expect, test } from 'vitest';
import { violations } from './browser.ts';
import type { OrdersScene } from './ordersScene.ts';

export function systemsTests(scene: () => OrdersScene): void {
  test('the connection to a system is tested: that it is there, and what is wrong when it is not', async () => {
    const { page, go, erp } = scene();
    await go('/systems/erp');
    await page.getByRole('heading', { name: 'ERP', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Test the connection' }).click();
    await page.getByText('It is there and lets the hub in').waitFor();
    expect(await violations(page)).toEqual([]);
    await erp.down();
    await page.getByRole('button', { name: 'Test the connection' }).click();
    await page.getByText(/ECONNREFUSED|refused/).waitFor();
    await erp.up();
    expect(await violations(page)).toEqual([]);
  });

  test('attempts that failed over the last hour stand beside what is parked', async () => {
    const { page, go, database } = scene();
    await database.pool.query(
      `insert into course (system, at, well, total, parked, failed, interfaces)
       select 'erp', now() - n * interval '10 minutes', true, 0, 0, 0, json_build_object('erp/commands', json_build_array(0, 0, 0, 40 - 10 * n))
       from generate_series(1, 4) n`,
    );
    await go('/systems/erp');
    await page.getByRole('cell', { name: 'Failed attempts of erp/commands over the last hour 30' }).waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('a system is paused with a reason, seen in its calendar, and resumed', async () => {
    const { page, go, order, reached } = scene();
    await go('/systems/erp');
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('30 min').click();
    await dialog.getByLabel('Why').fill('a new disk');
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Pause' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page
      .getByRole('img', { name: /^closed .*: a new disk$/ })
      .first()
      .waitFor();
    await order('4720', 'open');
    await page.getByRole('row', { name: /commands .* held .*a new disk/ }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Resume', exact: true }).click();
    await dialog.getByLabel('Why').fill('it spins');
    await dialog.getByRole('button', { name: 'Resume' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Pause', exact: true }).waitFor();
    await page.getByRole('row', { name: /commands .* running/ }).waitFor();
    await reached('4720', 'released');
  });

  test('one interface is paused, while the others of its system go on, and resumed', async () => {
    const { page, go } = scene();
    await go('/systems/erp');
    await page.getByRole('button', { name: 'Pause ERP commands' }).click();
    const dialog = page.getByRole('dialog', { name: 'Pause ERP commands' });
    await dialog.getByLabel('Why').fill('a recount');
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Pause' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('row', { name: /commands .* held .*a recount/ }).waitFor();
    await page.getByRole('button', { name: 'Pause', exact: true }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Resume ERP commands' }).click();
    await page.getByRole('dialog').getByLabel('Why').fill('counted');
    await page.getByRole('dialog').getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('row', { name: /commands .* running/ }).waitFor();
  });

  test('what the hub had to say of a system that is away stands in its log', async () => {
    const { page, go, erp, order, reached } = scene();
    await go('/systems/erp');
    await page.getByRole('heading', { name: 'Log' }).waitFor();
    await erp.down();
    await order('4730', 'open');
    await page
      .getByRole('row', { name: /circuit open/ })
      .first()
      .waitFor();
    expect(await violations(page)).toEqual([]);
    await erp.up();
    await reached('4730', 'released');
    await page
      .getByRole('row', { name: /circuit closed/ })
      .first()
      .waitFor();
  });

  test('what a window, an open circuit or a pause that the system asks for holds stands under Exceptions, with when it will be caught up', async () => {
    const { page, go, erp, order, reached, held, say } = scene();
    await say('maintenance/announce', { system: 'erp', lasts: '30m', reason: 'a new roof' });
    await order('4740', 'open');
    await held('window');
    await go('/exceptions');
    await page
      .getByRole('row', { name: /^held ERP maintenance \(a new roof\) .* in (29|30) min$/ })
      .waitFor();
    expect(await violations(page)).toEqual([]);
    await say('maintenance/end', { system: 'erp', reason: 'it is tight' });
    await reached('4740', 'released');

    await erp.down();
    await order('4741', 'open');
    await held('circuit');
    await go('/exceptions');
    await page
      .getByRole('row', { name: /^held ERP cannot be reached .* not known until it is back$/ })
      .waitFor();
    await erp.up();
    await reached('4741', 'released');

    erp.answer = () => ({ status: 429, headers: { 'retry-after': '8' } });
    await order('4742', 'open');
    await held('throttle');
    await go('/exceptions');
    await page.getByRole('row', { name: /^held ERP .*429.* in \d+ s$/ }).waitFor();
    erp.answer = () => ({ status: 200 });
    await reached('4742', 'released');
    await page.getByRole('heading', { name: 'Held, and goes on by itself' }).waitFor({ state: 'detached' });
  });
}
