import { appendFile, cp } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type Running, start } from '../../examples/five-sites/start.ts';
import { buildConsole } from '../../src/cli/consoleBuild.ts';
import { type OpenHub, openWithLink } from '../../src/cli/hub.ts';
import { startEmbeddedPostgres } from '../../src/database/embedded.ts';
import { freePort } from '../../src/database/freePort.ts';
import { temporaryFolder } from '../process.ts';
import { openBrowser, openPage } from './browser.ts';

/** Northfield at work, and a browser that its link has signed in to the console. */
export interface Scene {
  running: Running;
  opened: OpenHub;
  browser: Browser;
  page: Page;
  complaints: string[];
  /** Asks a simulated system for a fault: `/faults/cut`. */
  disturb(system: string, fault: string): Promise<void>;
  /** Opens an address of the console. */
  go(address: string): Promise<void>;
  close(): Promise<void>;
}

export async function openScene(): Promise<Scene> {
  const built = await buildConsole();
  if (built.outcome === 'failed') throw new Error(built.said);
  const dataFolder = await temporaryFolder('console');
  const database = await startEmbeddedPostgres(dataFolder, ['fsync=off']);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let opened: OpenHub | undefined;
  const running = await start({
    config: {
      host: '127.0.0.1',
      port,
      databaseUrl: database.url,
      dataFolder,
      logLevel: 'error',
      url,
      environment: {},
    },
    ports: 'free',
    rate: 5,
    openHub: async (landscape, config) => {
      // Stewards complete its code lists: not those of the example.
      const own = path.join(dataFolder, 'landscape');
      await cp(landscape, own, { recursive: true });
      // A customer of the same name and address is asked about: in the example each has numbers that tell it surely.
      await appendFile(path.join(own, 'enterprise.yaml'), 'matching:\n  customer: { ask: 45 }\n');
      // A supplier's name takes a second person to change.
      await appendFile(
        path.join(own, 'enterprise.yaml'),
        'stewardship:\n  governed:\n    - { entities: [supplier], attributes: [name] }\n',
      );
      opened = await openWithLink(own, config, new AbortController().signal);
      return opened;
    },
    tell: async () => {},
    progress: () => {},
  });
  const browser = await openBrowser();
  const { page, complaints } = await openPage(browser);
  await page.goto(opened!.link!);
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  return {
    running,
    opened: opened!,
    browser,
    page,
    complaints,
    disturb: async (system, fault) => {
      const answer = await fetch(running.controls[system]! + fault, { method: 'POST' });
      if (!answer.ok) throw new Error(`${system} ${fault}: ${answer.status}`);
    },
    go: async (address) => {
      await page.goto(opened!.hub.address + address);
    },
    close: async () => {
      await browser.close();
      await running.stop();
      await database.stop();
    },
  };
}
