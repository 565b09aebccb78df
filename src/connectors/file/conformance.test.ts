import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { csv } from '../../formats/csv.ts';
import { conformance } from '../conformance.ts';
import type { NumberedRecord, Outside } from '../conformanceHarness.ts';
import { fileConnector } from './index.ts';

const encoding = 'windows-1252';
const format = csv({ encoding });

async function start(): Promise<Outside> {
  const folder = await mkdtemp(join(tmpdir(), 'file-conformance-'));
  let files = 0;
  const drop = async (text: string) => {
    const name = `orders-${String(++files).padStart(3, '0')}.csv`;
    await writeFile(join(folder, `${name}.tmp`), text);
    await rename(join(folder, `${name}.tmp`), join(folder, name));
  };
  return {
    connection: { folder },
    source: {
      read: { pattern: 'orders-*.csv', settle: '0s', every: '50ms', batch: 4 },
      format: { csv: { encoding } },
      limit: 4,
      put: (records) => drop(['n,text', ...records.map((r) => `${r.n},${r.text}`), ''].join('\n')),
      putUndecodable: () => drop('n,text\nthree,fields,here\n'),
    },
    sink: {
      write: { name: 'sent-{id}.csv' },
      format: { csv: { encoding } },
      received: () => received(folder),
      refused: { document: { n: 2, text: 'Łódź' }, words: '"Ł" (U+0141) cannot be written in windows-1252' },
    },
    goDown: () => rename(folder, `${folder}-gone`),
    stop: async () => {
      await rm(folder, { recursive: true, force: true });
      await rm(`${folder}-gone`, { recursive: true, force: true });
    },
  };
}

async function received(folder: string): Promise<NumberedRecord[]> {
  const names = (await readdir(folder)).filter((name) => name.startsWith('sent-')).sort();
  const files = await Promise.all(names.map((name) => readFile(join(folder, name))));
  const records = files.flatMap((bytes) => format.decodeAll(bytes));
  return records
    .map((r) => ('document' in r ? r.document : {}) as { n: string; text: string })
    .map(toNumbered);
}

function toNumbered({ n, text }: { n: string; text: string }): NumberedRecord {
  return { n: Number(n), text };
}

conformance('file', { connector: fileConnector, start, sides: ['source', 'sink'] });
