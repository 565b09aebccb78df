import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type TestServer, testServer } from '../src/api/server.testing.ts';
import { buildConsole } from '../src/cli/consoleBuild.ts';
import type { Landscape, Site } from '../src/landscape/landscape.ts';
import { northfield, source, system, target } from '../src/observability/northfield.testing.ts';
import { openBrowser } from '../test/console/browser.ts';
import { shareTestServer } from '../test/database.ts';

const REGIONS = ['na', 'eu', 'apac', 'latam'];
const ENTITIES = ['item', 'salesOrder', 'inventoryPosition'];
const SECOND = 1000;
const WATCHED = 10 * SECOND;

export interface ConsoleFigures {
  /** Milliseconds from the address to a map that can be read and clicked, nothing cached, the slowest of three. */
  cold: number;
  /** While the map is live: milliseconds of the longest task, how many were longer than 50, and pictures a second. */
  longest: number;
  tasks: number;
  pictures: number;
}

/** The Network page in a browser, for so many sites with five interfaces each, all of which move. */
export async function benchConsole(sites: number): Promise<ConsoleFigures> {
  const built = await buildConsole();
  if (built.outcome === 'failed') throw new Error(built.said);
  const landscape = enterprise(sites);
  const console = fileURLToPath(new URL('../console/dist/', import.meta.url));
  const leaveServer = await shareTestServer();
  const hub = await testServer({ landscape, console });
  const browser = await openBrowser();
  const moving = await startMoving(hub, landscape);
  try {
    const address = await hub.app.listen({ host: '127.0.0.1', port: 0 });
    const cold = [];
    for (let n = 0; n < 3; n++) cold.push(await coldLoad(browser, address, hub.key));
    return { cold: Math.max(...cold), ...(await watch(await openMap(browser, address, hub.key))) };
  } finally {
    clearInterval(moving);
    await browser.close();
    await hub.close();
    await leaveServer();
  }
}

function enterprise(count: number): Landscape {
  const codes = Array.from({ length: count }, (_, n) => `plant-${n + 1}`);
  const sites = codes.map((code, n): [string, Site] => {
    const region = REGIONS[n % REGIONS.length]!;
    return [code, { code, kind: 'plant', region, segments: [], timeZone: 'UTC' }];
  });
  const systems = codes.map((site) => {
    const code = `mes-${site}`;
    const told = ENTITIES.map((entity) => source(code, `${entity}-in`, entity));
    const heard = ENTITIES.slice(0, 2).map((entity) => target(code, `${entity}-out`, entity));
    return system(code, 'mes', site, [...told, ...heard]);
  });
  return {
    ...northfield(),
    sites: new Map(sites),
    systems: new Map(systems.map((each) => [each.code, each])),
  };
}

/** Every second each interface has come further, as its workers would write it, and the page has news. */
async function startMoving(
  { database: { pool } }: TestServer,
  landscape: Landscape,
): Promise<NodeJS.Timeout> {
  const all = [...landscape.systems.values()].flatMap(({ interfaces }) => [...interfaces.values()]);
  const ids = (way: string) => all.filter(({ direction }) => direction === way).map(({ id }) => id);
  await pool.query(`insert into source (name, holder) select unnest($1::text[]), 'bench'`, [ids('source')]);
  await pool.query(
    `insert into subscription (name, position, holder) select unnest($1::text[]), 0, 'bench'`,
    [ids('target')],
  );
  const move = async () => {
    await pool.query(
      `update source set accepted = accepted + floor(random() * 20), lease_until = now() + interval '1 minute',
         seen_at = now(), watermark = now() - random() * interval '5 minutes'`,
    );
    await pool.query(
      `update subscription set delivered = delivered + floor(random() * 20), delivered_at = now(),
         lease_until = now() + interval '1 minute'`,
    );
    await pool.query('notify lineshaft_ledger');
  };
  await move();
  return setInterval(() => void move().catch(() => {}), SECOND);
}

async function coldLoad(browser: Browser, address: string, key: string): Promise<number> {
  const page = await openMap(browser, address, key);
  const usable = await page.evaluate('window.usable');
  await page.context().close();
  return usable as number;
}

/** Signed in beforehand, with nothing in the cache; `usable` in the page is when the map stands as far as the window reaches. */
async function openMap(browser: Browser, address: string, key: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 820 } });
  await signIn(context, address, key);
  const page = await context.newPage();
  await page.addInitScript(`
    window.usable = new Promise((told) => {
      const look = () => {
        const cards = document.querySelectorAll('[aria-label="Map of the enterprise"] section');
        const end = cards.item(cards.length - 1)?.getBoundingClientRect().bottom;
        if (end > innerHeight) told(performance.now());
        else requestAnimationFrame(look);
      };
      look();
    });
  `);
  await page.goto(address);
  await page.evaluate('window.usable');
  return page;
}

async function signIn(context: BrowserContext, address: string, key: string): Promise<void> {
  const headers = { 'sec-fetch-site': 'same-origin' };
  await context.request.post(`${address}/console/v1/session`, { data: { key }, headers });
}

/** What the page's thread is kept busy by while it shows what moves. */
async function watch(page: Page): Promise<Omit<ConsoleFigures, 'cold'>> {
  await page.waitForTimeout(WATCHED);
  const told = (await page.evaluate(WATCH)) as { long: number[]; pictures: number };
  return {
    longest: Math.max(0, ...told.long),
    tasks: told.long.length,
    pictures: told.pictures / (WATCHED / SECOND),
  };
}

const WATCH = `(async () => {
  const long = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) long.push(duration);
  }).observe({ type: 'longtask' });
  let pictures = 0;
  const began = performance.now();
  await new Promise((done) => {
    const count = () => {
      pictures++;
      if (performance.now() - began < ${WATCHED}) requestAnimationFrame(count);
      else done();
    };
    requestAnimationFrame(count);
  });
  return { long, pictures };
})()`;
