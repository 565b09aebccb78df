import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Json, JsonObject } from '../../vocabulary/json.ts';
import { askAtOnce } from '../conformanceHarness.ts';
import type { Log, SourceBatch } from '../connector.ts';
import { fileConnector } from './index.ts';

/** For tests: a folder of its own, removed when the test ends. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'file-source-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** For tests: a file that is there whole at once. */
export async function drop(folder: string, name: string, text: string): Promise<void> {
  await writeFile(join(folder, '.dropping.tmp'), text);
  await rename(join(folder, '.dropping.tmp'), join(folder, name));
}

export const lines = (...numbers: number[]): string => numbers.map((n) => `{"n":${n}}\n`).join('');

export interface Reader {
  next(): Promise<SourceBatch>;
  /** The next batch that has messages or ends a file; what is idle is accepted on the way. */
  filled(): Promise<SourceBatch>;
  accept(batch: SourceBatch): Promise<void>;
  numbers(batch: SourceBatch): Json[];
  cursor(): Json;
  stop(): Promise<void>;
  warnings: object[];
}

/** For tests: one run of a hub on a folder, with settings that make files ready at once. */
export async function readFolder(
  folder: string,
  settings: JsonObject = {},
  from: Json = null,
  interfaceId = 'plant/in',
): Promise<Reader> {
  const warnings: object[] = [];
  const log: Log = { info: () => undefined, warn: (fields) => warnings.push(fields), error: () => undefined };
  const system = await fileConnector.open({ system: 'plant', connection: { folder }, timeZone: 'UTC', log });
  const read = { settle: '0s', every: '20ms', ...settings };
  const endpoints = { mount: () => ({ close: () => undefined }) };
  const base = {
    interface: interfaceId,
    format: { ndjson: {} },
    folder,
    endpoints,
    ask: askAtOnce,
    state: folder,
    log,
  };
  const stopping = new AbortController();
  const batches = system
    .source?.({ ...base, read })
    .batches(from, stopping.signal)
    [Symbol.asyncIterator]();
  let cursor = from;
  const reader: Reader = {
    warnings,
    async next() {
      const { done, value } = await (batches as AsyncIterator<SourceBatch>).next();
      if (done) throw new Error('the source ended');
      return value;
    },
    async filled() {
      for (;;) {
        const batch = await reader.next();
        if (batch.cursor !== undefined) return batch;
      }
    },
    async accept(batch) {
      if (batch.cursor !== undefined) cursor = batch.cursor;
      await batch.acknowledge?.(batch.messages.map(() => ({ outcome: 'accepted' })));
    },
    numbers: (batch) => batch.messages.map((m) => (m.document as JsonObject)['n'] as Json),
    cursor: () => cursor,
    async stop() {
      stopping.abort();
      await batches?.return?.();
    },
  };
  onTestFinished(() => reader.stop());
  return reader;
}
