import pg from 'pg';
import { expect, test } from 'vitest';
import { until } from '../process.ts';
import { violations } from './browser.ts';
import type { Scene } from './scene.ts';

export function masterDataTests(scene: () => Scene): void {
  test('two customers that may be one are looked at side by side, with what speaks for it, and made one', async () => {
    const { page, go, running } = scene();
    const { pool } = running.hub;
    const known = await americanCustomer(scene(), 0);
    await enterAgain(scene(), known.record, '990001');
    await go(`/master-data?kind=match&item=match+${await reviewOf(scene(), known.key)}`);
    await page.getByRole('heading', { name: /Are these two customers one\?/ }).waitFor();
    await page
      .getByRole('listitem')
      .filter({ hasText: /^name \d+ of 30$/ })
      .waitFor();
    await page
      .getByRole('listitem')
      .filter({ hasText: /^address 20 of 20$/ })
      .waitFor();
    await page.getByRole('columnheader', { name: /NA ERP 990001/ }).waitFor();
    await page.getByRole('link', { name: `Customer ${known.record.name} may be there twice` }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'They are one' }).click();
    await page.getByRole('dialog').getByLabel('Why').fill('the same company, entered twice');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'They are one' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const { rows } = await pool.query(
      `select count(distinct key)::int as keys from observation
       where system = 'na-erp' and entity = 'customer' and local_key in ($1, '990001')`,
      [known.local],
    );
    expect(rows).toEqual([{ keys: 1 }]);
  });

  test('two customers that are alike are kept apart, and not asked about again', async () => {
    const { page, go, running } = scene();
    const known = await americanCustomer(scene(), 1);
    await enterAgain(scene(), known.record, '990002');
    const id = await reviewOf(scene(), known.key);
    await go(`/master-data?kind=match&item=match+${id}`);
    await page.getByRole('button', { name: 'They are two' }).click();
    const dialog = page.getByRole('dialog', { name: 'They are two' });
    expect(await violations(page)).toEqual([]);
    await dialog.getByLabel('Why').fill('a daughter company');
    await dialog.getByRole('button', { name: 'They are two' }).click();
    await page.getByText('This is decided: separate.').waitFor();
    const { rows } = await running.hub.pool.query(
      `select count(distinct key)::int as keys from observation
       where system = 'na-erp' and entity = 'customer' and local_key in ($1, '990002')`,
      [known.local],
    );
    expect(rows).toEqual([{ keys: 2 }]);
  });

  test('a code list shows the words of every system, and where one has none', async () => {
    const { page, go } = scene();
    await go('/master-data/codes?list=item.status');
    await page.getByRole('heading', { name: /^Item status item\.status, takes/ }).waitFor();
    await page.getByRole('row', { name: /^active .* 20$/ }).waitFor();
    await page.getByRole('columnheader', { name: 'NA ERP' }).waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('a table that is wider than its place shows at which edge there is more', async () => {
    const { page, go } = scene();
    await go('/master-data/codes?list=unit');
    const words = page.getByRole('region', { name: 'Words for unit' });
    await words.waitFor();
    await page.setViewportSize({ width: 1024, height: 820 });
    await page.locator('[data-more="right"]').filter({ has: words }).waitFor();
    expect(await violations(page)).toEqual([]);
    await words.evaluate((pane: { scrollLeft: number; scrollWidth: number }) => {
      pane.scrollLeft = pane.scrollWidth;
    });
    await page.locator('[data-more="left"]').filter({ has: words }).waitFor();
  });

  test('the completeness matrix says how much of the items each system has a key for, and what stands behind it', async () => {
    const { page, go } = scene();
    await go('/master-data/completeness');
    const matrix = page.getByRole('region', { name: 'Completeness' });
    await matrix.getByRole('columnheader', { name: 'NA ERP' }).waitFor();
    await matrix.getByRole('columnheader', { name: 'ERP', exact: true }).waitFor();
    await matrix
      .getByRole('row', { name: /^Item / })
      .getByRole('link', { name: /100 % keys/ })
      .first()
      .click();
    await matrix.getByText(/item-changes: [\d,]+ of [\d,]+ could go/).waitFor();
    await matrix.getByText(/^[\d,]+ of [\d,]+ have a key there$/).waitFor();
    expect(new URL(page.url()).searchParams.get('system')).toBe('eu-erp');
    await page.getByRole('heading', { name: 'Checked without a finding, over the last week' }).waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('a change that a system may not make by itself is looked at, and refused with a reason', async () => {
    const { page, go, running } = scene();
    const id = await openRequest(scene());
    await go(`/master-data?kind=request&item=request+${id}`);
    await page.getByRole('link', { name: 'The record as it stands' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Reject' }).click();
    await page.getByRole('dialog').getByLabel('Why').fill('as on the drawing');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Decide' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const { rows } = await running.hub.pool.query('select state from change_request where id = $1', [id]);
    expect(rows).toEqual([{ state: 'rejected' }]);
  });

  test('a change that a system may not make by itself is accepted in place of the authority, and becomes true', async () => {
    const { page, go, running } = scene();
    const id = await openRequest(scene());
    await go(`/master-data?kind=request&item=request+${id}`);
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByRole('dialog').getByLabel('Why').fill('told by the plant');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Decide' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const { rows } = await running.hub.pool.query<{ state: string; position: number | null }>(
      'select state from change_request where id = $1',
      [id],
    );
    expect(rows).toEqual([{ state: 'accepted' }]);
  });

  test('a change that takes a second person is looked at attribute by attribute with who said what stands, and approved', async () => {
    const { page, go, running } = scene();
    const { pool } = running.hub;
    const { local, name } = await renameSupplier(scene());
    const open = async () => {
      const { rows } = await pool.query<{ id: number }>(
        `select id from approval where state = 'open' and entity = 'supplier' and local_key = $1`,
        [local],
      );
      return rows[0]?.id;
    };
    await until(async () => (await open()) !== undefined);
    const id = await open();
    await go(`/master-data?kind=approval&item=approval+${id}`);
    await page.getByRole('row', { name: `Name ${name} ${name} Group` }).waitFor();
    await page.getByRole('row', { name: /^Name (NA|EU) ERP suppliers (\d|before the hub)/ }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('dialog').getByLabel('Why').fill('as in the register of companies');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Decide' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const { rows } = await pool.query('select state from approval where id = $1', [id]);
    expect(rows).toEqual([{ state: 'approved' }]);
  });

  test('a golden record says of each attribute who said it, and how it came to be', async () => {
    const { page, go, running } = scene();
    const { rows } = await running.hub.pool.query<{ key: string }>(
      `select key from observation where entity = 'item' group by key having count(distinct system) > 1 limit 1`,
    );
    await go(`/records?entity=item&key=${rows[0]!.key}`);
    await page.getByRole('columnheader', { name: /NA ERP/ }).waitFor();
    await page.getByRole('heading', { name: 'How it came to be' }).waitFor();
    await page.getByRole('cell', { name: /created/ }).waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('a record is asked for as it was held once, by the clock that the reader chose', async () => {
    const { page, go, running } = scene();
    let key: string | undefined;
    await until(async () => {
      const { rows } = await running.hub.pool.query<{ key: string }>(
        `select subject as key from ledger where entity = 'inventoryPosition' and recorded_at < now() - interval '1 minute' limit 1`,
      );
      key = rows[0]?.key;
      return key !== undefined;
    });
    await go(`/records?entity=inventoryPosition&key=${key}`);
    const field = page.getByLabel('As the hub held it at');
    await page.getByText('By your clock, UTC').waitFor();
    const now = new Date().toISOString().slice(0, 16);
    await field.fill(now);
    await field.press('Enter');
    await page.waitForURL(new RegExp(`asOf=${encodeURIComponent(now)}`));
    await page.getByText('What each system said then').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByText('Site time').click();
    await page.getByText(/^By the clock of .+, (America|Europe)\//).waitFor();
    expect(await field.inputValue()).not.toBe(now);
    await page.getByText('My time').click();
    await page.getByText('By your clock, UTC').waitFor();
    expect(await field.inputValue()).toBe(now);
  });

  test('a decision is looked at and taken by keys alone, and what is called off leaves the focus where it was', async () => {
    const { page, go } = scene();
    await openRequest(scene());
    await go('/master-data?kind=request');
    const decisions = page.getByRole('list', { name: 'Decisions' }).getByRole('link');
    await decisions.nth(1).waitFor();
    await decisions.first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/item=request/);
    await page.locator('a[aria-current][href*="item="]:focus').waitFor();
    await page.getByRole('button', { name: 'Reject' }).waitFor();
    await page.keyboard.press('Tab');
    const panel = page.getByRole('region', { name: 'Decision' });
    expect(await panel.evaluate((its) => its === its.ownerDocument.activeElement)).toBe(true);
    while ((await page.getByRole('button', { name: 'Reject' }).and(page.locator(':focus')).count()) === 0)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByLabel('Why').and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Reject' }).and(page.locator(':focus')).waitFor();
  });

  test('a record is found by words of its name', async () => {
    const { page, go } = scene();
    await go('/master-data');
    await page.getByLabel('Number or key of a record').fill('gasket dn200');
    await page.getByRole('button', { name: 'Show the record' }).click();
    await page
      .getByRole('link', { name: /Item .*Gasket DN200/ })
      .first()
      .click();
    await page.getByRole('heading', { name: /Gasket DN200/, level: 1 }).waitFor();
  });
}

interface Customer {
  name: string;
  addresses: { lines: string[]; city: string; postalCode: string; country: string }[];
}

async function openRequest({ running }: Scene): Promise<number> {
  let id: number | undefined;
  await until(async () => {
    const { rows } = await running.hub.pool.query<{ id: number }>(
      `select id from change_request where state = 'open' order by id limit 1`,
    );
    id = rows[0]?.id;
    return id !== undefined;
  });
  return id!;
}

/** The open question whether another customer is this one. */
async function reviewOf({ running }: Scene, customer: string): Promise<number> {
  let id: number | undefined;
  await until(async () => {
    const { rows } = await running.hub.pool.query<{ id: number }>(
      `select id from match_review where state = 'open' and entity = 'customer' and $1 in (a_key, b_key)`,
      [customer],
    );
    id = rows[0]?.id;
    return id !== undefined;
  });
  return id!;
}

/** One that the American ERP has, under a key of its own: the first, or a later one. */
async function americanCustomer(
  { running }: Scene,
  which: number,
): Promise<{ key: string; local: string; record: Customer }> {
  const { rows } = await running.hub.pool.query<{ key: string; local: string; record: Customer }>(
    `select r.key, o.local_key as local, r.data as record from record r
     join observation o on o.key = r.key and o.system = 'na-erp' and o.entity = r.entity
     where r.entity = 'customer' and r.data -> 'addresses' -> 0 ->> 'postalCode' is not null order by r.key offset $1 limit 1`,
    [which],
  );
  return rows[0]!;
}

/** Somebody at the American ERP gives a supplier another name. */
async function renameSupplier({ running }: Scene): Promise<{ local: string; name: string }> {
  const { rows } = await running.hub.pool.query<{ local: string; name: string }>(
    `select o.local_key as local, r.data ->> 'name' as name from record r
     join observation o on o.key = r.key and o.system = 'na-erp' and o.entity = r.entity
     where r.entity = 'supplier' order by r.key limit 1`,
  );
  const erp = new pg.Client({
    connectionString: running.northfield.env['NA_ERP_URL']!,
    application_name: 'na-erp',
  });
  await erp.connect();
  await erp
    .query(
      `update mvx.cidmas set sunm = sunm || ' Group', chg_user = 'M.HALL' where ltrim(suno, '0') = ltrim($1, '0')`,
      [rows[0]!.local],
    )
    .finally(() => erp.end());
  return rows[0]!;
}

/** Somebody enters it once more, without the numbers that would tell it surely. */
async function enterAgain({ running }: Scene, { name, addresses }: Customer, number: string): Promise<void> {
  const { lines, city, postalCode, country } = addresses[0]!;
  const erp = new pg.Client({
    connectionString: running.northfield.env['NA_ERP_URL']!,
    application_name: 'na-erp',
  });
  await erp.connect();
  await erp
    .query(
      `insert into mvx.ocusma (cuno, cunm, adr1, town, pono, cscd, cucd, tepy, chg_user)
     values (lpad($6, 10, '0'), $1, $2, $3, $4, $5, 'USD', 'N30', 'M.HALL')`,
      [name, lines[0], city, postalCode, country, number],
    )
    .finally(() => erp.end());
}
