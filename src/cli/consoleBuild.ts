import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const CONSOLE = fileURLToPath(new URL('../../console', import.meta.url));

export type ConsoleBuild =
  | { outcome: 'fresh' | 'built' }
  /** What the build said; what was built before, if anything was, is served on. */
  | { outcome: 'failed'; said: string };

/** Builds the console, in its folder, when what it is made of has changed since. */
export async function buildConsole(home = CONSOLE): Promise<ConsoleBuild> {
  const dist = path.join(home, 'dist');
  const hash = await hashOfSources(home);
  if (readQuietly(path.join(dist, 'sources')) === hash) return { outcome: 'fresh' };
  const folder = await mkdtemp(path.join(home, '.build-'));
  try {
    const { code, said } = await runVite(home, folder);
    if (code !== 0) return { outcome: 'failed', said };
    await writeFile(path.join(folder, 'sources'), hash);
    await takeThePlaceOf(dist, folder);
    return { outcome: 'built' };
  } catch (error) {
    return { outcome: 'failed', said: String(error) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** In a process of its own: what a build needs of memory is none of the hub's. */
async function runVite(home: string, folder: string): Promise<{ code: number | null; said: string }> {
  const vite = fileURLToPath(new URL('./bin/vite.js', import.meta.resolve('vite/package.json')));
  const build = spawn(process.execPath, [vite, 'build', '--outDir', folder, '--logLevel', 'warn'], {
    cwd: home,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [build.stdout, build.stderr]) {
    stream.on('data', (text: Buffer) => {
      said = (said + text).slice(-4000);
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    build.once('error', reject);
    build.once('close', resolve);
  });
  return { code, said: said.trim() };
}

/** Two hubs may build at once: the one that is there later is as good. */
async function takeThePlaceOf(old: string, fresh: string): Promise<void> {
  const aside = `${fresh}-old`;
  await rename(old, aside).catch(() => {});
  await rename(fresh, old);
  await rm(aside, { recursive: true, force: true });
}

/** Of every file the build reads: the console's own, and the versions of what it stands on. */
async function hashOfSources(home: string): Promise<string> {
  const root = path.dirname(home);
  const files = (await sourcesIn(home)).sort();
  const hash = createHash('sha256');
  for (const file of [...files, path.join(root, 'package-lock.json')]) {
    hash
      .update(path.relative(root, file))
      .update('\0')
      .update(await readFile(file))
      .update('\0');
  }
  return hash.digest('hex');
}

/** Never into what is built there: other hubs of this folder put it there and take it away meanwhile. */
async function sourcesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const kept = entries.filter(({ name }) => !/^(dist|node_modules|\.build-.*)$/.test(name));
  const found = kept.map((entry) => {
    const at = path.join(folder, entry.name);
    return entry.isDirectory() ? sourcesIn(at) : [at];
  });
  return (await Promise.all(found)).flat();
}

function readQuietly(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
