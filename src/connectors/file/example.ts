import { createFormat } from '../../formats/registry.ts';
import type { Ask } from '../connector.ts';
import { foldersOf } from './folders.ts';
import { fileSource } from './source.ts';

/** `node src/connectors/file/example.ts <folder>`: prints the records of the CSV files in a folder and archives them. */
const log = { info: console.info, warn: console.warn, error: console.error };
const read = { pattern: '*.csv', settle: '0s' };
const folders = foldersOf({ folder: process.argv[2] ?? '.' }, read, 'example/files');
const ask: Ask = async (question) => {
  const answered = await question();
  if ('answer' in answered) return answered.answer;
  throw new Error(answered.wait.reason);
};
const source = fileSource(folders, read, createFormat('csv'), ask, log);
for await (const batch of source.batches(null, new AbortController().signal)) {
  for (const { id, document } of batch.messages) console.info(id, document);
  await batch.acknowledge?.(batch.messages.map(() => ({ outcome: 'accepted' })));
  if (batch.messages.length === 0) break;
}
