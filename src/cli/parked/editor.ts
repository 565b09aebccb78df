import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readConfig } from '../../config.ts';
import type { Json } from '../../vocabulary/json.ts';
import { CommandFailure, exitCodes } from '../failure.ts';

/** Opens the document in the user's editor; resolves to what was saved. */
export async function editText(document: Json): Promise<Json> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new CommandFailure(
      'There is no terminal for an editor.',
      'Give the document with --file.',
      exitCodes.usage,
    );
  }
  const { environment } = readConfig();
  const [editor = 'vi', ...options] = (environment['VISUAL'] ?? environment['EDITOR'] ?? 'vi').split(' ');
  const folder = await mkdtemp(path.join(tmpdir(), 'lineshaft-edit-'));
  const file = path.join(folder, 'document.json');
  try {
    await writeFile(file, `${JSON.stringify(document, null, 2)}\n`, { mode: 0o600 });
    const { status } = spawnSync(editor, [...options, file], { stdio: 'inherit' });
    if (status !== 0)
      throw new CommandFailure(
        `${editor} did not end well.`,
        'Nothing was changed; set EDITOR or use --file.',
      );
    return await readDocument(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

export async function readDocument(file: string): Promise<Json> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new CommandFailure(
      `${file} cannot be read: ${error.message}`,
      'Name a file of JSON.',
      exitCodes.usage,
    );
  });
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new CommandFailure(
      `${file} is no JSON: ${(error as Error).message}`,
      'Nothing was changed; mend the file and give it with --file.',
      exitCodes.usage,
    );
  }
}
