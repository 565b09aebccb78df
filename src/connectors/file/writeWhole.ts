import { constants } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Readers of the folder see the whole file or none, also after a power failure. */
export async function writeWhole(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const part = join(folder, `.${name}.tmp`);
  try {
    await written(part, constants.O_TRUNC, bytes);
    await rename(part, join(folder, name));
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

/** Adds to the end. Cut off by a failure, the end may be incomplete, and is then taken back. */
export async function append(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const path = join(folder, name);
  await written(path, constants.O_APPEND, bytes);
  await syncFolder(folder);
}

async function written(path: string, how: number, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_NOFOLLOW | how);
  try {
    await writeOrTakeBack(handle, bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeOrTakeBack(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  const { size } = await handle.stat();
  try {
    await handle.writeFile(bytes);
  } catch (error) {
    await handle.truncate(size);
    throw error;
  }
}

/** Makes the new name durable; some file systems cannot, and need not. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync().catch(unlessUnsupported);
  } finally {
    await handle.close();
  }
}

function unlessUnsupported(error: NodeJS.ErrnoException): void {
  if (!['EINVAL', 'ENOTSUP', 'EPERM', 'EISDIR'].includes(error.code ?? '')) throw error;
}
