import type { Page } from 'playwright-core';
import { buildConsole } from '../../src/cli/consoleBuild.ts';
import { type OpenHub, openWithLink } from '../../src/cli/hub.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { orderToCash, tellDoor, tellMasters } from '../orderToCash.ts';
import { freePort, temporaryFolder, until } from '../process.ts';
import { startTarget, type TestTarget } from '../target.ts';
import { openBrowser, openPage } from './browser.ts';

/** A hub that takes orders to cash from a shop to an ERP, and a browser that its link has signed in to the console. */
export interface OrdersScene {
  database: TestDatabase;
  opened: OpenHub;
  erp: TestTarget;
  page: Page;
  complaints: string[];
  /** Tells the shop's door. */
  tell(door: string, body: object): Promise<void>;
  order(number: string, status: string): Promise<void>;
  /** Until the instance about this order is in a state. */
  reached(number: string, state: string): Promise<void>;
  /** Opens an address of the console. */
  go(address: string): Promise<void>;
  close(): Promise<void>;
}

export async function openOrdersScene(): Promise<OrdersScene> {
  const built = await buildConsole();
  if (built.outcome === 'failed') throw new Error(built.said);
  const database = await testDatabase();
  const erp = await startTarget();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const dataFolder = await temporaryFolder('console');
  const config = {
    host: '127.0.0.1',
    port,
    databaseUrl: database.url,
    dataFolder,
    logLevel: 'error',
    url,
    environment: {},
  };
  const opened = await openWithLink(await orderToCash(erp.url), config, new AbortController().signal);
  const browser = await openBrowser();
  const { page, complaints } = await openPage(browser);
  await page.goto(opened.link!);
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  await tellMasters(url);
  const tell = (door: string, body: object) => tellDoor(url, door, body);
  return {
    ...{ database, opened, erp, page, complaints, tell },
    order: (number, status) => tell('orders', { number, status, quantity: '10' }),
    reached: (number, state) =>
      until(async () => {
        const { rowCount } = await database.pool.query(
          `select from process_instance where id = $1 and state::text like $2`,
          [`sales~so~shop~${number}`, `%"${state}"%`],
        );
        return rowCount === 1;
      }),
    go: async (address) => {
      await page.goto(url + address);
    },
    close: async () => {
      await browser.close();
      await opened.hub.stop();
      await erp.stop();
      await database.drop();
    },
  };
}
