import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Where `start` leaves the administrator's key for the other commands, readable by its owner alone. */
export function adminKeyFile(dataFolder: string): string {
  return path.join(dataFolder, 'admin.key');
}

export async function writeAdminKey(dataFolder: string, key: string): Promise<string> {
  const file = adminKeyFile(dataFolder);
  await mkdir(dataFolder, { recursive: true });
  // A file that is there keeps its mode when written over: a new one takes its place.
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, `${key}\n`, { mode: 0o600 });
  await rename(fresh, file);
  return file;
}

export async function readAdminKey(dataFolder: string): Promise<string | undefined> {
  const text = await readFile(adminKeyFile(dataFolder), 'utf8').catch(() => '');
  return text.trim() || undefined;
}
