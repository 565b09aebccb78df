import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import mysql from 'mysql2/promise';
import { freePort } from '../../database/freePort.ts';

const program = '/usr/sbin/mariadbd';

/** Why the tests with MariaDB cannot run here; under CI they must. */
export const withoutMariadb =
  existsSync(program) || process.env['CI'] === 'true' ? undefined : `${program} is not installed`;

/** A MariaDB as a legacy ERP runs it: latin1, not strict, one hour ahead of UTC. */
export interface TestMariadb {
  newDatabase(): Promise<string>;
  stop(): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
}

export async function testMariadb(): Promise<TestMariadb> {
  const folder = await mkdtemp(join(tmpdir(), 'lineshaft-mariadb-'));
  await chmod(folder, 0o755);
  const data = join(folder, 'data');
  const user = `--user=${process.getuid?.() === 0 ? 'root' : process.env['USER']}`;
  const install = ['--no-defaults', `--datadir=${data}`, user, '--auth-root-authentication-method=normal'];
  await promisify(execFile)('mariadb-install-db', [...install, '--skip-test-db']);
  const port = await freePort();
  const words = ['--no-defaults', `--datadir=${data}`, user, `--port=${port}`, '--bind-address=127.0.0.1'];
  words.push(
    `--socket=${join(folder, 'socket')}`,
    `--pid-file=${join(folder, 'pid')}`,
    '--innodb-buffer-pool-size=32M',
  );
  words.push('--character-set-server=latin1', '--sql-mode=', '--default-time-zone=+01:00');
  let server = await run(words);
  let count = 0;
  return {
    newDatabase: async () => {
      const name = `t${++count}`;
      await maria(`mysql://root@127.0.0.1:${port}`, `create database ${name}`);
      return `mariadb://root@127.0.0.1:${port}/${name}`;
    },
    stop: () => end(server, 'SIGKILL'),
    start: async () => {
      server = await run(words);
    },
    remove: async () => {
      await end(server, 'SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Runs SQL as the system's own programs would; several statements at once. */
export async function maria<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = await mysql.createConnection({ uri: url, multipleStatements: true, dateStrings: true });
  try {
    return (await client.query<never>(sql))[0] as Row[];
  } finally {
    await client.end();
  }
}

async function run(words: string[]): Promise<ChildProcess> {
  const server = spawn(program, words, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  for await (const chunk of server.stderr) {
    said += chunk;
    if (/ready for connections/.test(said)) break;
  }
  if (server.exitCode !== null) throw new Error(said);
  return server;
}

async function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill(signal);
  await ended;
}
