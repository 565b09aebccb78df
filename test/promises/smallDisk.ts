import { execFile } from 'node:child_process';
import { appendFile, chmod, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from '../process.ts';

const run = promisify(execFile);

/** A disk of its own that can be filled to the last byte. */
export interface SmallDisk {
  /** Where a server may keep its data. */
  folder: string;
  fill(): Promise<void>;
  makeSpace(): Promise<void>;
  remove(): Promise<void>;
}

/** Or why this machine gives none. */
export async function smallDisk(megabytes: number): Promise<SmallDisk | string> {
  if (process.platform !== 'linux') return 'only Linux has a tmpfs';
  if (process.getuid?.() !== 0) return 'only root may mount a tmpfs';
  const mounted = await temporaryFolder('disk');
  const refused = await run('mount', [
    '-t',
    'tmpfs',
    '-o',
    `size=${megabytes}m,mode=755`,
    'tmpfs',
    mounted,
  ]).then(
    () => undefined,
    (error: Error) => error.message,
  );
  if (refused !== undefined) return `the machine mounts no tmpfs: ${refused}`;
  const folder = path.join(mounted, 'data');
  const ballast = path.join(mounted, 'ballast');
  await mkdir(folder);
  await chmod(mounted, 0o755);
  return {
    folder,
    fill: () => fill(ballast),
    makeSpace: () => rm(ballast, { force: true }),
    remove: async () => {
      await run('umount', ['-l', mounted]);
      await rm(mounted, { recursive: true, force: true });
    },
  };
}

async function fill(file: string): Promise<void> {
  for (const size of [1024 * 1024, 4096]) {
    try {
      for (;;) await appendFile(file, Buffer.alloc(size));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }
}
