import { afterAll, beforeAll, expect, test } from 'vitest';
import { createKey } from '../../src/api/access.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { until, writeLandscape } from '../process.ts';
import { startTarget, type TestTarget } from '../target.ts';
import { violations, withoutBrowser } from './browser.ts';
import { type OpenConsole, openConsole } from './openConsole.ts';

let database: TestDatabase;
let eu: TestTarget;
let scene: OpenConsole;

beforeAll(async () => {
  if (withoutBrowser) return;
  database = await testDatabase();
  eu = await startTarget();
  scene = await openConsole(await landscape(eu.url), database.url);
  await tell('na', { no: '1', name: 'Bolt', gtin: '4006381333931' });
  await tell('mx', { no: '7', name: 'Screw', gtin: '4006381333931' });
  await tell('na', { no: '2', name: 'Washer', unit: 'QQ' });
  await until(async () => {
    const { rows } = await database.pool.query(
      `select (select count(*) from conflict) + (select count(*) from parked) + (select count(*) from record) as n`,
    );
    return Number(rows[0].n) === 4;
  });
});
afterAll(async () => {
  await scene?.close();
  await eu?.stop();
  await database?.drop();
});

test.skipIf(withoutBrowser)(
  'what a new thing lacks is answered in a form, and the system that waits for it gets it',
  async () => {
    const { page, go } = scene;
    await go('/master-data?kind=completion');
    await page.getByRole('heading', { name: /EU items-out cannot get item/ }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByLabel('Sites › Detroit › planner').fill('P17');
    await page.getByRole('button', { name: 'Answer' }).click();
    await page
      .getByText('Nothing waits for a steward')
      .or(page.getByText(/now there/))
      .first()
      .waitFor();
    await until(async () =>
      eu.received.some(({ body }) => (body as { planner?: string })?.planner === 'P17'),
    );
  },
);

test.skipIf(withoutBrowser)(
  'a decision is given to a colleague, and is found by its address when the list has it no more',
  async () => {
    const { page, go } = scene;
    await go('/master-data?kind=conflict');
    await page.getByRole('heading', { name: 'Which names en is right?' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Give to …' }).click();
    await page.getByLabel('Who is to see to it').fill('anna.meyer');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Give', exact: true }).click();
    await page.getByText(/^anna\.meyer, due/).waitFor();
    await page.getByRole('row', { name: /Screw/ }).getByRole('button', { name: 'Let it stand' }).click();
    await page.getByLabel('Why').fill('as on the drawing');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Let it stand' }).click();
    await until(async () => {
      const { rows } = await database.pool.query(
        `select from record where data -> 'names' ->> 'en' = 'Screw'`,
      );
      return rows.length === 1;
    });
    await go('/master-data?item=conflict%201');
    await page.getByRole('heading', { name: 'Which names en is right?' }).waitFor();
  },
);

test.skipIf(withoutBrowser)('what was discarded is restored where it was discarded', async () => {
  const { page, go } = scene;
  await go('/exceptions');
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByLabel('Why').fill('it was a test');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
  await page.getByText('1 message is discarded.').waitFor();
  expect(await states()).toEqual(['discarded']);
  await page.getByRole('button', { name: 'Restore' }).click();
  await page.getByRole('button', { name: 'Hand back 1 message' }).waitFor();
  expect(await states()).toEqual(['parked']);
});

test.skipIf(withoutBrowser)(
  'what a code list lacks is added where the list is shown, and what waited for it is handed back',
  async () => {
    const { page, go } = scene;
    await tell('mx', { no: '8', name: 'Ring', unit: 'QZ' });
    await go('/master-data/codes?list=unit');
    await page.getByLabel(/calls QZ is/).fill('EA');
    expect(await violations(page)).toEqual([]);
    await page
      .locator('form')
      .filter({ hasText: 'QZ' })
      .getByRole('button', { name: 'Add to the list' })
      .click();
    await page.getByRole('link', { name: /^QZ of .* has a word now; 1 message waits/ }).click();
    await page.getByRole('button', { name: 'Hand back 1 message' }).click();
    await until(async () => {
      const { rows } = await database.pool.query(
        `select from record where data -> 'names' ->> 'en' = 'Ring'`,
      );
      return rows.length === 1;
    });
  },
);

test.skipIf(withoutBrowser)('since when something waits is told by the clock of its site', async () => {
  const { page, go } = scene;
  await go('/exceptions');
  const age = page.getByRole('link', { name: /unit 'QQ' of na/i }).locator('time');
  await page.getByText('Site time').click();
  await until(async () => / GMT-[45]$/.test((await age.getAttribute('title')) ?? ''));
  await page.getByText('My time').click();
});

test.skipIf(withoutBrowser)('what is parked meanwhile comes up without a reload', async () => {
  const { page, go } = scene;
  await go('/exceptions');
  await page.getByRole('link', { name: /unit 'QQ' of na/i }).waitFor();
  await page.evaluate('globalThis.isSamePage = true');
  await tell('na', { no: '3', name: 'Seal', unit: 'QX' });
  await page.getByRole('link', { name: /unit 'QX' of na/i }).waitFor();
  expect(await page.evaluate('globalThis.isSamePage')).toBe(true);
});

test.skipIf(withoutBrowser)(
  'a site that is late, but not cut off, is found on Network, and so is that it has caught up',
  async () => {
    const { page, go } = scene;
    const answered = Promise.withResolvers<void>();
    eu.answer = async () => {
      await answered.promise;
      return { status: 200 };
    };
    await tell('na', { no: '9', name: 'Nut', planner: 'P9' });
    await until(async () => {
      const { rows } = await database.pool.query(
        `select from ledger where recorded_at < now() - interval '1 second' and position = (select max(position) from ledger)`,
      );
      return rows.length === 1;
    });
    await go('/');
    await page.getByRole('heading', { name: /^late EU is \d+ s late/ }).waitFor();
    const map = page.getByRole('region', { name: 'Map of the enterprise' });
    expect(await map.getByRole('img', { name: 'late' }).count()).toBe(2);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Systems', exact: true }).click();
    await page.getByRole('row', { name: /^EU .* late/ }).waitFor();
    expect(await violations(page)).toEqual([]);
    answered.resolve();
    await until(async () => eu.received.some(({ body }) => body['name'] === 'Nut'));
    await go('/');
    await page.getByRole('heading', { name: /All 2 sites run/ }).waitFor();
  },
);

test.skipIf(withoutBrowser)(
  'how a record came to be is read a page at a time, from its newest version back to its first',
  async () => {
    const { page, go } = scene;
    for (let n = 1; n <= 35; n++) await tell('na', { no: '20', name: `Pin ${n}`, planner: 'P1' });
    let key: string | undefined;
    await until(async () => {
      const { rows } = await database.pool.query<{ key: string }>(
        `select key from record where version = 35 and data -> 'names' ->> 'en' = 'Pin 35'`,
      );
      key = rows[0]?.key;
      return key !== undefined;
    });
    await go(`/records?entity=item&key=${key}`);
    await page.getByRole('row', { name: /^35 .* NA updated names/ }).waitFor();
    await page.getByText('30 versions, the newest first').waitFor();
    expect(await page.getByRole('row', { name: /^5 / }).count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Next' }).click();
    await page.getByText('5 versions, the newest first').waitFor();
    await page.getByRole('row', { name: /^1 .* NA created/ }).waitFor();
    expect(await page.getByRole('link', { name: 'Next' }).count()).toBe(0);
    await page.getByRole('link', { name: 'From the first' }).click();
    await page.getByText('30 versions, the newest first').waitFor();
  },
);

test.skipIf(withoutBrowser)(
  'what systems have keys for and how much of what they tell was checked come by themselves',
  async () => {
    const page = await scene.page.context().newPage();
    await page.clock.install();
    await page.goto(`${scene.url}/master-data/completeness`);
    const keys = page
      .getByRole('row', { name: /^Item .* keys/ })
      .getByTitle(/have a key there$/)
      .first();
    const checked = page
      .getByRole('row', { name: /^Item Mx Detroit/ })
      .getByRole('cell')
      .nth(3);
    const before = { keys: await keys.getAttribute('title'), checked: await checked.innerText() };
    await page.getByText('Live').first().waitFor();
    await tell('mx', { no: '30', name: 'Clip', planner: 'P1' });
    await until(async () => {
      const { rows } = await database.pool.query(
        `select from record where data -> 'names' ->> 'en' = 'Clip'`,
      );
      return rows.length === 1;
    });
    // What is summed over all records is asked for no more than once a minute.
    await page.clock.fastForward(60_000);
    await until(async () => (await keys.getAttribute('title')) !== before.keys);
    await until(async () => (await checked.innerText()) !== before.checked);
    await page.close();
  },
);

test.skipIf(withoutBrowser)('an address that names no record asks for one', async () => {
  await scene.go('/records');
  await scene.page.getByRole('heading', { name: 'Which record?' }).waitFor();
});

test.skipIf(withoutBrowser)('who may only look sees what waits, and no verbs', async () => {
  const { page, go, opened } = scene;
  const key = (await createKey(opened.hub.pool, 'looks', { actor: 'vera', role: 'viewer' }))!;
  await page.context().clearCookies();
  await go('/sign-in');
  await page.getByLabel('Your key').fill(key);
  await page.getByRole('button', { name: /^Sign in/ }).click();
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  await go('/exceptions');
  await page.getByRole('region', { name: 'Cause' }).getByRole('button', { name: 'Preview' }).waitFor();
  expect(await page.getByRole('button', { name: /Hand back|Discard/ }).count()).toBe(0);
  await go('/master-data?item=conflict%201');
  await page.getByRole('heading', { name: 'Which names en is right?' }).waitFor();
  expect(await page.getByRole('button', { name: /Let it stand|Take it|Give to/ }).count()).toBe(0);
});

test.skipIf(withoutBrowser)(
  'who is not signed in any more is led to the sign-in, and back to where they were',
  async () => {
    const { page, go } = scene;
    await go('/settings/keys');
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    await page.context().clearCookies();
    await page.getByRole('link', { name: 'Exceptions' }).click();
    await page.waitForURL(/\/sign-in\?to=/);
  },
);

async function states(): Promise<string[]> {
  const { rows } = await database.pool.query<{ state: string }>(
    `select state from parked where code = 'code-unknown'`,
  );
  return rows.map(({ state }) => state);
}

async function tell(system: string, body: object): Promise<void> {
  const answer = await fetch(`${scene.url}/in/${system}/items`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-key': 'stewards' },
    body: JSON.stringify(body),
  });
  expect(answer.ok).toBe(true);
}

/** Two ERPs that push what they know of items, and one that is told of them once they have a planner. */
function landscape(target: string): Promise<string> {
  const teller = (code: string) => ({
    [`systems/${code}.yaml`]: `
system: ${code}
kind: erp
site: detroit
connector: http
connection: { url: "http://127.0.0.1:9" }
interfaces:
  items:
    source: item@1
    read: { push: true, auth: { key: { header: x-key, value: stewards } } }
    identify: [gtin]
    map: items.in.jsonata
`,
  });
  return writeLandscape({
    'enterprise.yaml': `enterprise: Northfield
sites:
  detroit: { kind: plant, region: na, timezone: America/Detroit }
  ulm: { kind: plant, region: eu, timezone: Europe/Berlin }
connectivity:
  - { entities: [item], model: federated }
  - { entities: [item], sites: [ulm], model: federated, maxStaleness: 1s }
`,
    ...teller('na'),
    ...teller('mx'),
    'systems/eu.yaml': `
system: eu
kind: erp
site: ulm
connector: http
connection: { url: "${target}" }
interfaces:
  items-out:
    target: item@1
    write: { method: POST, path: /items }
    map: items.out.jsonata
    requires: [names.en, sites.detroit.planner]
    send: latest
`,
    'systems/items.in.jsonata': `{
  "localKey": no, "status": "active", "names": { "en": name }, "baseUnit": unit ? $code('unit', unit) : "EA",
  "sites": planner ? { "detroit": { "status": "active", "sourcing": "make", "planner": planner } },
  "identifiers": gtin ? [{ "scheme": "gtin", "value": gtin }]
}
`,
    'systems/items.out.jsonata': '{ "name": record.names.en, "planner": record.sites.detroit.planner }\n',
  });
}
