import { stat } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Scene } from './scene.ts';

const MOST = 350 * 1024;
const assets = path.resolve('console/dist/assets');

export function firstViewTests(scene: () => Scene): void {
  test('the first view takes at most 350 KB, packed by gzip, all that it needs included', async () => {
    const { browser, page, opened } = scene();
    const context = await browser.newContext({ storageState: await page.context().storageState() });
    const first = await context.newPage();
    await first.goto(opened.hub.address);
    await first.getByRole('region', { name: 'Map of the enterprise' }).getByText('Detroit').first().waitFor();
    const files = await first.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .map(({ name }) => new URL(name).pathname)
        .filter((name) => name.startsWith('/assets/')),
    );
    await context.close();
    const sizes = await Promise.all([...new Set(files)].map(packedSize));
    expect(files.length).toBeGreaterThan(4);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST);
  });
}

/** Of fonts, which are packed by themselves, what they are. */
async function packedSize(file: string): Promise<number> {
  const plain = path.join(assets, path.basename(file));
  const packed = await stat(`${plain}.gz`).catch(() => stat(plain));
  return packed.size;
}
