import { writeFileSync } from 'node:fs';
import { access, mkdir, readdir, readFile, rename, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Format } from '../../formats/format.ts';
import { createFormat } from '../../formats/registry.ts';
import type { Json } from '../../vocabulary/json.ts';
import { askAtOnce } from '../conformanceHarness.ts';
import { DecodeFailure, type Log } from '../connector.ts';
import { foldersOf } from './folders.ts';
import { drop, lines, newFolder, readFolder } from './reading.testing.ts';
import { fileSource } from './source.ts';

const names = async (...path: string[]) =>
  (await readdir(join(...path))).filter((n) => n !== '.lineshaft').sort();

test('a file is archived once its last batch is durable, not before', async () => {
  const folder = await newFolder();
  await drop(folder, 'a.ndjson', lines(1, 2, 3));
  const hub = await readFolder(folder, { batch: 2 });
  const first = await hub.filled();
  expect(hub.numbers(first)).toEqual([1, 2]);
  await hub.accept(first);
  expect(await names(folder)).toEqual([]);
  const second = await hub.filled();
  expect(hub.numbers(second)).toEqual([3]);
  expect(await names(folder)).toEqual([]);
  await hub.accept(second);
  expect(await names(folder, 'archive')).toEqual(['a.ndjson']);
});

test('files that keep coming do not hold back those that came', async () => {
  const folder = await newFolder();
  let dropped = 0;
  const dropNext = () => writeFileSync(join(folder, `${++dropped}.ndjson`), lines(dropped));
  dropNext();
  dropNext();
  const ndjson = createFormat('ndjson');
  const format: Format = {
    ...ndjson,
    decode: (chunks) => {
      if (dropped < 20) dropNext();
      return ndjson.decode(chunks);
    },
  };
  const folders = foldersOf({ folder }, {}, 'plant/in');
  const log: Log = { info: () => {}, warn: () => {}, error: () => {} };
  const source = fileSource(folders, { settle: '0s' }, format, askAtOnce, log);
  for await (const { messages } of source.batches(null, new AbortController().signal)) {
    expect(messages.map(({ raw }) => raw)).toEqual(['{"n":1}', '{"n":2}']);
    break;
  }
});

test('a partial file is left until its writer is done', async () => {
  const folder = await newFolder();
  for (const name of ['a.ndjson.tmp', 'b.part', '.c.ndjson', 'd.ndjson~'])
    await writeFile(join(folder, name), lines(1));
  await writeFile(join(folder, 'grows.ndjson'), lines(2).slice(0, 4));
  const hub = await readFolder(folder, { settle: '300ms' });
  const before = await hub.next();
  expect(before.messages).toEqual([]);
  await writeFile(join(folder, 'grows.ndjson'), lines(2, 3));
  expect(hub.numbers(await hub.filled())).toEqual([2, 3]);
  expect(await names(folder)).toEqual(['.c.ndjson', 'a.ndjson.tmp', 'b.part', 'd.ndjson~']);
});

test('the watermark waits for files that are still written', async () => {
  const folder = await newFolder();
  const path = join(folder, 'slow.ndjson');
  await writeFile(path, lines(1));
  await utimes(path, new Date(), new Date('2025-03-01T08:00:00Z'));
  const hub = await readFolder(folder, { settle: '1h' });
  expect((await hub.next()).watermark).toBe('2025-03-01T08:00:00.000Z');
});

test('with a marker a file is read when the marker is there, and the marker goes with it', async () => {
  const folder = await newFolder();
  for (const name of ['a.ndjson', 'b.ndjson', 'c.ndjson']) await drop(folder, name, `{"n":"${name}"}\n`);
  await drop(folder, 'b.ndjson.done', '');
  await drop(folder, 'c.done', '');
  const hub = await readFolder(folder, { ready: '*.done' });
  const batch = await hub.filled();
  expect(hub.numbers(batch)).toEqual(['b.ndjson', 'c.ndjson']);
  await hub.accept(batch);
  expect(await names(folder)).toEqual(['a.ndjson', 'archive']);
});

test('two readers never take one file', async () => {
  const folder = await newFolder();
  const all = Array.from({ length: 60 }, (_, i) => i);
  for (const n of all) await drop(folder, `f${100 + n}.ndjson`, lines(n));
  const seen: Json[] = [];
  const readAll = async (name: string) => {
    const hub = await readFolder(folder, { batch: 1, every: '10ms' }, null, name);
    while (seen.length < all.length) {
      const batch = await hub.next();
      seen.push(...hub.numbers(batch));
      await hub.accept(batch);
    }
  };
  await Promise.all([readAll('plant/one'), readAll('plant/two')]);
  expect(seen.map(Number).sort((a, b) => a - b)).toEqual(all);
});

test('what a killed hub had taken is resumed where it was', async () => {
  const folder = await newFolder();
  await drop(folder, 'a.ndjson', lines(1, 2, 3, 4));
  const killed = await readFolder(folder, { batch: 2 });
  const first = await killed.filled();
  await killed.accept(first);
  await killed.filled();
  await killed.stop();
  await drop(folder, 'b.ndjson', lines(5));
  const hub = await readFolder(folder, {}, killed.cursor());
  const batch = await hub.filled();
  expect(hub.numbers(batch)).toEqual([3, 4, 5]);
  await hub.accept(batch);
  expect(await names(folder, 'archive')).toEqual(['a.ndjson', 'b.ndjson']);
});

test('a file whose last batch was durable but not cleared away is cleared away by the next run', async () => {
  const folder = await newFolder();
  await drop(folder, 'a.ndjson', lines(1, 2));
  const killed = await readFolder(folder);
  const durable = await killed.filled();
  await killed.stop();
  const hub = await readFolder(folder, {}, durable.cursor ?? null);
  const batch = await hub.filled();
  expect(batch.messages).toEqual([]);
  await hub.accept(batch);
  expect(await names(folder, 'archive')).toEqual(['a.ndjson']);
});

test('the same name with other content is a new file; the same content has the same ids', async () => {
  const folder = await newFolder();
  const hub = await readFolder(folder);
  const ids: string[][] = [];
  for (const text of [lines(1), lines(2), lines(1)]) {
    await drop(folder, 'daily.ndjson', text);
    const batch = await hub.filled();
    ids.push(batch.messages.map((m) => m.id));
    await hub.accept(batch);
  }
  expect(ids[1]).not.toEqual(ids[0]);
  expect(ids[2]).toEqual(ids[0]);
  expect(await names(folder, 'archive')).toHaveLength(3);
});

test('what another hub took when it was no longer allowed to is read on by the one that works, before what follows', async () => {
  const folder = await newFolder();
  const hub = await readFolder(folder, { batch: 1 });
  await hub.accept(await hub.next());
  await drop(folder, 'c.ndjson', lines(3));
  const taken = join(folder, '.lineshaft', 'plant~in');
  await mkdir(taken, { recursive: true });
  for (const [n, name] of ['a.ndjson', 'b.ndjson'].entries()) await drop(taken, name, lines(n + 1));
  for (const n of [1, 2, 3]) {
    const batch = await hub.filled();
    expect(hub.numbers(batch)).toEqual([n]);
    await hub.accept(batch);
  }
  await hub.accept(await hub.filled());
  expect(await names(folder, 'archive')).toEqual(['a.ndjson', 'b.ndjson', 'c.ndjson']);
});

test('a new file does not replace one of the same name that is not cleared away', async () => {
  const folder = await newFolder();
  await drop(folder, 'a.ndjson', lines(1));
  const hub = await readFolder(folder, { batch: 2 });
  const first = await hub.filled();
  await drop(folder, 'a.ndjson', lines(2));
  await hub.next();
  expect(await names(folder)).toEqual(['a.ndjson']);
  await hub.accept(first);
  const second = await hub.filled();
  expect(hub.numbers(second)).toEqual([2]);
  await hub.accept(second);
  expect(await names(folder, 'archive')).toHaveLength(2);
});

test('records that cannot be decoded are named to the sender in the error folder, the rest goes on', async () => {
  const folder = await newFolder();
  await drop(folder, 'a.ndjson', `${lines(1)}{"n":\n${lines(3)}`);
  const hub = await readFolder(folder);
  const batch = await hub.filled();
  expect(batch.messages.map((m) => m.document instanceof DecodeFailure)).toEqual([false, true, false]);
  expect(batch.messages[1]).toMatchObject({ raw: '{"n":', origin: 'a.ndjson:2' });
  await hub.accept(batch);
  expect(await names(folder, 'archive')).toEqual(['a.ndjson']);
  expect(await names(folder, 'error')).toEqual(['a.ndjson', 'a.ndjson.problems.json']);
  const report = JSON.parse(await readFile(join(folder, 'error', 'a.ndjson.problems.json'), 'utf8'));
  expect(report.problems).toEqual([expect.objectContaining({ record: 2, line: 2 })]);
});

test('files are read by name or by time, and small ones share a batch', async () => {
  for (const [order, expected] of [
    ['name', [1, 2, 3]],
    ['time', [3, 1, 2]],
  ] as const) {
    const folder = await newFolder();
    for (const [i, n] of [3, 1, 2].entries()) {
      await drop(folder, `${n}.ndjson`, lines(n));
      await utimes(join(folder, `${n}.ndjson`), new Date(), new Date(1_700_000_000_000 + i * 1000));
    }
    const hub = await readFolder(folder, { order });
    expect(hub.numbers(await hub.filled())).toEqual(expected);
  }
});

test('links and names with control characters are refused and left, the rest goes on', async () => {
  const folder = await newFolder();
  await mkdir(join(folder, 'dir.ndjson'));
  await symlink('/etc/passwd', join(folder, 'link.ndjson'));
  await writeFile(join(folder, 'evil\n2025.ndjson'), lines(9));
  await drop(folder, 'ok..ndjson', lines(1));
  const hub = await readFolder(folder);
  const batch = await hub.filled();
  expect(hub.numbers(batch)).toEqual([1]);
  expect(hub.warnings).toHaveLength(2);
  expect(await names(folder)).toEqual(['dir.ndjson', 'evil\n2025.ndjson', 'link.ndjson']);
});

test('kept files stay where they are, are read once, and again when they change', async () => {
  const folder = await newFolder();
  await drop(folder, 'a.ndjson', lines(1));
  await drop(folder, 'b.ndjson', lines(2));
  const first = await readFolder(folder, { keep: true });
  await first.accept(await first.filled());
  await first.stop();
  await drop(folder, 'b.ndjson', lines(2, 3));
  const second = await readFolder(folder, { keep: true }, first.cursor());
  expect(second.numbers(await second.filled())).toEqual([2, 3]);
  expect(await readdir(folder)).toEqual(['a.ndjson', 'b.ndjson']);
});

test('a change in the folder is seen at once, not only when the folder is looked through', async () => {
  const folder = await newFolder();
  const hub = await readFolder(folder, { every: '1h' });
  expect((await hub.next()).messages).toEqual([]);
  const next = hub.filled();
  await drop(folder, 'a.ndjson', lines(1));
  expect(hub.numbers(await next)).toEqual([1]);
});

test('declared id fields identify a record whatever file it comes in', async () => {
  const folder = await newFolder();
  await drop(folder, 'a.ndjson', '{"n":1,"doc":"D1","pos":10}\n{"n":2,"pos":20}\n');
  const hub = await readFolder(folder, { id: ['doc', 'pos'] });
  const [declared, fallen] = (await hub.filled()).messages;
  expect(declared?.id).toBe('["D1",10]');
  expect(fallen?.id).toMatch(/^a\.ndjson#[0-9a-f]{16}:2$/);
});

test('an unmounted folder stops the source with its name in the words', async () => {
  const folder = await newFolder();
  const hub = await readFolder(folder);
  await hub.next();
  await rename(folder, `${folder}-gone`);
  await expect(hub.filled()).rejects.toThrow(folder);
  await rename(`${folder}-gone`, folder);
  await access(folder);
});
