import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Json, JsonObject } from '../../vocabulary/json.ts';
import type { Delivery, Sink } from '../connector.ts';
import { fileConnector } from './index.ts';
import { newFolder } from './reading.testing.ts';

const signal = AbortSignal.timeout(60_000);

async function openSink(
  folder: string,
  write: JsonObject,
  format: JsonObject = { ndjson: {} },
  share: JsonObject = {},
): Promise<Sink> {
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const connection = { folder, ...share };
  const system = await fileConnector.open({ system: 'erp', connection, timeZone: 'UTC', log });
  return system.sink?.({ interface: 'erp/out', write, format, folder, log }) as Sink;
}

function delivery(position: number, document: Json = { n: position }, key = `K${position}`): Delivery {
  return { id: `erp/out:${position}`, key, entity: 'item', subject: key, document };
}

const sizeOf = async (folder: string, name: string) => (await stat(join(folder, name))).size;
const textOf = (folder: string, name: string) => readFile(join(folder, name), 'utf8');

test('a batch is one file, named so that names are in the order of the ledger', async () => {
  const folder = await newFolder();
  const sink = await openSink(folder, { folder: 'out' });
  await sink.send([delivery(9), delivery(10)], signal);
  await sink.send([delivery(11)], signal);
  const names = (await readdir(join(folder, 'out'))).sort();
  expect(names).toEqual(['item-erp.out-000000000009.ndjson', 'item-erp.out-000000000011.ndjson']);
  expect(await textOf(join(folder, 'out'), names[0] as string)).toBe('{"n":9}\n{"n":10}\n');
});

test('what is sent again replaces its file, also when the batch is cut differently', async () => {
  const folder = await newFolder();
  const sink = await openSink(folder, {});
  await sink.send([delivery(1), delivery(2)], signal);
  await sink.send([delivery(1)], signal);
  await sink.send([delivery(2)], signal);
  const texts = await Promise.all((await readdir(folder)).sort().map((name) => textOf(folder, name)));
  expect(texts).toEqual(['{"n":1}\n', '{"n":2}\n']);
});

test('one file for each delivery, named by key, holds the last state of the key', async () => {
  const folder = await newFolder();
  const sink = await openSink(folder, { per: 'delivery', name: '{key}.{extension}' }, { json: {} });
  const sent = [
    delivery(1, { v: 1 }, 'a/../b'),
    delivery(2, { v: 2 }, 'a/../b'),
    delivery(3, { v: 3 }, '.hidden'),
  ];
  expect((await sink.send(sent, signal)).map((o) => o.outcome)).toEqual([
    'delivered',
    'delivered',
    'delivered',
  ]);
  expect((await readdir(folder)).sort()).toEqual(['_.hidden.json', 'a%2F..%2Fb.json']);
  expect(await textOf(folder, 'a%2F..%2Fb.json')).toBe('{"v":2}');
});

test('a reader of the folder never sees part of a file', async () => {
  const folder = await newFolder();
  const sink = await openSink(folder, { name: 'state.{extension}' });
  const big = { text: 'x'.repeat(5_000_000) };
  const sizes = new Set<number>();
  let writing = true;
  const watching = (async () => {
    while (writing) sizes.add((await textOf(folder, 'state.ndjson').catch(() => '')).length);
  })();
  for (let i = 1; i <= 5; i++) await sink.send([delivery(i, big)], signal);
  writing = false;
  await watching;
  sizes.delete(0);
  expect([...sizes]).toEqual([JSON.stringify(big).length + 1]);
});

test('with append the file grows with each batch', async () => {
  const folder = await newFolder();
  const sink = await openSink(folder, { mode: 'append', name: 'all.{extension}' });
  await sink.send([delivery(1)], signal);
  await sink.send([delivery(2)], signal);
  expect(await textOf(folder, 'all.ndjson')).toBe('{"n":1}\n{"n":2}\n');
});

test('a name that the file system does not take is rejected with its words', async () => {
  const folder = await newFolder();
  const sink = await openSink(folder, { name: '{key}' });
  const [outcome] = await sink.send([delivery(1, {}, 'k'.repeat(10_000))], signal);
  expect(outcome).toMatchObject({
    outcome: 'rejected',
    problem: { detail: expect.stringContaining('ENAMETOOLONG') },
  });
});

test('a folder that is away is transient, one that the hub may not use names the integrator', async () => {
  const folder = await newFolder();
  const outcomeIn = async (root: string, write: JsonObject, share: JsonObject = {}) =>
    (await (await openSink(root, write, { ndjson: {} }, share)).send([delivery(1)], signal))[0];
  await writeFile(join(folder, 'taken'), '');
  expect(await outcomeIn(join(folder, 'gone'), {})).toMatchObject({
    outcome: 'transient',
    problem: { code: 'target-unavailable', detail: expect.stringContaining('ENOENT') },
  });
  expect(await outcomeIn(folder, { folder: 'taken/out' })).toMatchObject({
    outcome: 'transient',
    problem: { code: 'target-unfit', detail: expect.stringContaining('ENOTDIR') },
  });
});

test('an unmounted share is not written to: without its marker the folder is another', async () => {
  const folder = await newFolder();
  const sink = await openSink(folder, {}, { ndjson: {} }, { marker: '.share' });
  expect(await sink.send([delivery(1)], signal)).toMatchObject([
    {
      outcome: 'transient',
      problem: { code: 'target-unavailable', detail: expect.stringContaining('.share') },
    },
  ]);
  expect(await readdir(folder)).toEqual([]);
  await writeFile(join(folder, '.share'), '');
  expect(await sink.send([delivery(1)], signal)).toMatchObject([{ outcome: 'delivered' }]);
});

test('of 500 for one file the one that the format cannot hold is rejected, 499 are in it', async () => {
  const folder = await newFolder();
  const sink = await openSink(folder, {}, { csv: { encoding: 'windows-1252' } });
  const all = Array.from({ length: 500 }, (_, n) => delivery(n, { name: n === 123 ? '漢字' : `n${n}` }));
  const outcomes = await sink.send(all, signal);
  expect(outcomes.flatMap((o, n) => (o.outcome === 'delivered' ? [] : [[n, o.outcome]]))).toEqual([
    [123, 'rejected'],
  ]);
  const [name] = await readdir(folder);
  expect((await textOf(folder, name!)).trim().split(/\r?\n/)).toHaveLength(500);
});

test.skipIf(!canMount())(
  'a share that became read-only is transient (needs the right to mount)',
  async () => {
    const folder = await newFolder();
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', folder]);
    onTestFinished(() => void execFileSync('umount', [folder]));
    execFileSync('mount', ['-o', 'remount,ro', folder]);
    const sink = await openSink(folder, {});
    expect(await sink.send([delivery(1)], signal)).toMatchObject([
      {
        outcome: 'transient',
        problem: { code: 'target-unavailable', detail: expect.stringContaining('EROFS') },
      },
    ]);
  },
);

test.skipIf(!canMount())(
  'a full disk is transient (needs the right to mount), leaves no part, and comes back',
  async () => {
    const folder = await newFolder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder]);
    onTestFinished(() => void execFileSync('umount', [folder]));
    await writeFile(join(folder, 'ballast'), Buffer.alloc(200_000));
    for (const mode of ['replace', 'append']) {
      const sink = await openSink(folder, { mode });
      const big = [delivery(1, { text: 'x'.repeat(150_000) })];
      const [full] = await sink.send(big, signal);
      expect(full).toMatchObject({
        outcome: 'transient',
        problem: { detail: expect.stringContaining('ENOSPC') },
      });
      expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
      for (const name of await readdir(folder)) expect(await sizeOf(folder, name)).toBeOneOf([0, 200_000]);
    }
    await rm(join(folder, 'ballast'));
    const sink = await openSink(folder, {});
    const [outcome] = await sink.send([delivery(1, { text: 'x'.repeat(150_000) })], signal);
    expect(outcome?.outcome).toBe('delivered');
  },
);

/** Root in a container often may not. */
function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(folder);
  }
}
