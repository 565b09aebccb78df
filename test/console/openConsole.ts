import type { Page } from 'playwright-core';
import { buildConsole } from '../../src/cli/consoleBuild.ts';
import { type OpenHub, openWithLink } from '../../src/cli/hub.ts';
import { freePort } from '../../src/database/freePort.ts';
import { temporaryFolder } from '../process.ts';
import { openBrowser, openPage } from './browser.ts';

/** A hub in this process, and a browser that its link has signed in to the console. */
export interface OpenConsole {
  url: string;
  opened: OpenHub;
  page: Page;
  complaints: string[];
  /** Opens an address of the console. */
  go(address: string): Promise<void>;
  close(): Promise<void>;
}

export async function openConsole(landscape: string, databaseUrl: string): Promise<OpenConsole> {
  const built = await buildConsole();
  if (built.outcome === 'failed') throw new Error(built.said);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const dataFolder = await temporaryFolder('console');
  const config = {
    ...{ host: '127.0.0.1', port, databaseUrl, dataFolder, logLevel: 'error', url, environment: {} },
  };
  const opened = await openWithLink(landscape, config, new AbortController().signal);
  const browser = await openBrowser();
  const { page, complaints } = await openPage(browser);
  await page.goto(opened.link!);
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  return {
    ...{ url, opened, page, complaints },
    go: async (address) => {
      await page.goto(url + address);
    },
    close: async () => {
      await browser.close();
      await opened.hub.stop();
    },
  };
}
