import { constants } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createFormat } from '../../formats/registry.ts';
import { type Problem, problem } from '../../vocabulary/problem.ts';
import type { Connector } from '../connector.ts';
import { foldersOf } from './folders.ts';
import {
  type FileRead,
  type FileWrite,
  fileConnection,
  fileRead,
  fileWrite,
  type Share,
} from './settings.ts';
import { fileSink } from './sink.ts';
import { fileSource } from './source.ts';

/** Files in folders: on local disks, mounted shares, and wherever an SFTP server puts them. */
export const fileConnector: Connector = {
  name: 'file',
  summary:
    'Files in a folder: picked up when they are whole, read in batches, archived; written whole or not at all.',
  settings: { connection: fileConnection, read: fileRead, write: fileWrite },
  async open({ connection }) {
    const given = connection as Share;
    const share = { ...given, folder: resolve(given.folder) };
    return {
      source({ interface: id, read, format, ask, log }) {
        const settings = read as FileRead;
        return fileSource(foldersOf(share, settings, id), settings, createFormat(format), ask, log);
      },
      sink: ({ write, format }) => fileSink(share, write as FileWrite, createFormat(format)),
      check: () => checkFolder(share),
      close: async () => undefined,
    };
  },
};

async function checkFolder({ folder: root, marker = '' }: Share): Promise<Problem | undefined> {
  try {
    await access(join(root, marker));
    await access(root, constants.R_OK | constants.X_OK);
    await readdir(root);
    return undefined;
  } catch (error) {
    const detail = `The folder ${root} cannot be used: ${(error as Error).message}`;
    return problem('target-unavailable', 'receive', detail);
  }
}
