import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** The charts that come with the hub, by the name of their folder. */
export async function readLibrary(): Promise<Map<string, { file: string; text: string }>> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const charts = names.sort().map(async (name) => {
    const text = await readFile(`${folder}${name}/chart.yaml`, 'utf8');
    return [name, { file: `library/${name}/chart.yaml`, text }] as const;
  });
  return new Map(await Promise.all(charts));
}
