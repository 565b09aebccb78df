import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';

const program = '/usr/bin/chromium';

/** Why the tests in a browser cannot run here; in CI it has to be there, and they fail instead. */
export const withoutBrowser =
  existsSync(program) || process.env['CI'] === 'true' ? undefined : `${program} is not installed`;

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: program,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}

/** A page of a browser of its own; what it complained about is kept: also what its content security policy forbade. */
export async function openPage(browser: Browser): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 820 },
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(60_000);
  // Before the page's own scripts, so that its policy does not concern it.
  await context.addInitScript(axe.source);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { page, complaints };
}

/** The first is how the page is left. */
const LOOKS = [
  { width: 1280, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
  { width: 1024, colorScheme: 'light' },
  { width: 1024, colorScheme: 'dark' },
] as const;

/** What WCAG finds at this page, as it stands: wide and narrow, light and dark. */
export async function violations(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const { width, colorScheme } of LOOKS.toReversed()) {
    await page.setViewportSize({ width, height: 820 });
    await page.emulateMedia({ colorScheme });
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    const told = await page.evaluate(() =>
      (globalThis as unknown as { axe: typeof axe }).axe.run({ resultTypes: ['violations'] }),
    );
    const names = told.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    found.push(...names.map((name) => `${width} ${colorScheme} ${name}`));
  }
  return found;
}
