import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { until } from '../../test/process.ts';
import { CHANNEL, openWakeup, type Wakeup } from './wakeup.ts';

let database: TestDatabase;
let way: Way;
let wakeup: Wakeup;
afterEach(async () => {
  await wakeup?.close();
  await way?.close();
  await database?.drop();
});

test('however long the database is away, one connection is tried at a time, and one listens when it is back', async () => {
  database = await testDatabase();
  way = await openWay(database.url);
  wakeup = await openWakeup(way.url);

  way.block();
  await until(async () => way.tried() >= 8);
  expect(way.most()).toBe(1);
  way.open();
  await until(async () => (await listeners()) === 1);

  const seen = wakeup.count(['ledger']);
  await database.pool.query(`notify ${CHANNEL}`);
  await until(async () => wakeup.count(['ledger']) > seen);
  expect(await listeners()).toBe(1);
});

async function listeners(): Promise<number> {
  const { rows } = await database.pool.query(
    `select count(*) from pg_stat_activity where datname = current_database() and application_name = 'lineshaft wakeup'`,
  );
  return rows[0].count;
}

interface Way {
  url: string;
  /** Breaks what goes through, and every new connection a moment after it was made. */
  block(): void;
  open(): void;
  /** Connections since `block`. */
  tried(): number;
  /** The most of them at once. */
  most(): number;
  close(): Promise<void>;
}

/** A way to the database that can be blocked. */
async function openWay(to: string): Promise<Way> {
  const open = new Set<Socket>();
  let blocked = false;
  let tried = 0;
  let most = 0;
  const server: Server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => open.delete(socket));
    if (blocked) {
      tried++;
      most = Math.max(most, open.size);
      setTimeout(() => socket.destroy(), 400);
    } else {
      const onward = connect(Number(new URL(to).port), '127.0.0.1');
      onward.on('error', () => {});
      socket.pipe(onward).pipe(socket);
      socket.once('close', () => onward.destroy());
      onward.once('close', () => socket.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(to);
  url.port = String((server.address() as AddressInfo).port);
  url.hostname = '127.0.0.1';
  return {
    url: url.href,
    block: () => {
      blocked = true;
      for (const socket of open) socket.destroy();
      open.clear();
    },
    open: () => {
      blocked = false;
    },
    tried: () => tried,
    most: () => most,
    close: async () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
