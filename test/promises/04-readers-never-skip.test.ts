import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { readAll } from '../../src/ledger/read.ts';
import { type TestDatabase, testDatabase } from '../database.ts';

const writer = fileURLToPath(new URL('ledgerWriter.ts', import.meta.url));
const WRITERS = 4;
const BATCHES = 60;

let database: TestDatabase;
afterEach(() => database?.drop());

test('4. a reader never skips an entry, also while several processes append and some of them dawdle before they commit', async () => {
  database = await testDatabase();
  const writers = Array.from({ length: WRITERS }, (_, n) =>
    spawn(process.execPath, [writer, database.url, `w${n}`, String(BATCHES)], {
      stdio: ['ignore', 'ignore', 'inherit'],
    }),
  );
  const ended = Promise.all(writers.map((child) => once(child, 'exit')));
  let writing = true;
  ended.then(() => {
    writing = false;
  });

  const seen: string[] = [];
  let position = 0;
  for (let last = false; !last; ) {
    last = !writing;
    const entries = await readAll(database.pool, position, 50);
    for (const entry of entries) {
      expect(entry.position).toBe(position + 1);
      position = entry.position;
      seen.push(entry.id);
    }
    if (entries.length > 0) last = false;
  }
  expect((await ended).map(([code]) => code)).toEqual(Array(WRITERS).fill(0));
  const expected = Array.from({ length: WRITERS }, (_, w) =>
    Array.from({ length: BATCHES }, (_, b) => [`w${w}-${b}-0`, `w${w}-${b}-1`, `w${w}-${b}-2`]),
  );
  expect(seen.toSorted()).toEqual(expected.flat(2).toSorted());
});
