import { chmod, rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/process.ts';
import { startEmbeddedPostgres } from './embedded.ts';

test('a server that does not start says why', async () => {
  const folder = await temporaryFolder('embedded');
  await chmod(folder, 0o755);
  try {
    const start = startEmbeddedPostgres(folder, ['shared_buffers=none']);
    await expect(start).rejects.toThrow('invalid value for parameter "shared_buffers": "none"');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
