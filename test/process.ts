import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../src/database/freePort.ts';

const program = fileURLToPath(new URL('../bin/lineshaft.js', import.meta.url));

export interface HubProcess {
  url: string;
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>;
  /** Stops it where it is, as a machine that sleeps; it goes on with `resume`. */
  pause(): void;
  resume(): void;
  /** Starts it anew on the same database and folders. */
  start(): Promise<void>;
  /** Ends it in peace. */
  stop(): Promise<void>;
  /** Resident memory now, in megabytes. */
  megabytes(): Promise<number>;
  /** The last it said. */
  output(): string;
  /** Asks its operations API, or what begins with `/process/v1`, with the administrator's key; throws unless the answer is 2xx. */
  ask(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown>;
  /** What it tells Prometheus. */
  metrics(): Promise<string>;
}

/** A hub in a process of its own on the landscape and database given. */
export async function startHubProcess(
  landscape: string,
  databaseUrl: string,
  environment: Record<string, string> = {},
): Promise<HubProcess> {
  const port = await freePort();
  const data = await temporaryFolder('hub');
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  let said = '';

  const start = async () => {
    child = spawn(process.execPath, ['--max-semi-space-size=8', program, 'start', landscape], {
      cwd: data,
      env: {
        ...process.env,
        LINESHAFT_PORT: String(port),
        LINESHAFT_DATA: data,
        LINESHAFT_LOG: 'warn',
        DATABASE_URL: databaseUrl,
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const listen = (chunk: Buffer) => {
      said = (said + chunk).slice(-20_000);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    await until(async () => {
      if (child?.exitCode !== null || child.signalCode !== null) throw new Error(`the hub ended:\n${said}`);
      return fetch(`${url}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      );
    });
  };
  const end = async (signal: NodeJS.Signals) => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  const askAsAdmin = async (to: string, init: RequestInit) => {
    const keyFile = path.join(data, 'admin.key');
    await until(async () => existsSync(keyFile));
    const key = (await readFile(keyFile, 'utf8')).trim();
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const answer = await fetch(`${url}${to}`, { ...init, headers });
    if (!answer.ok) throw new Error(`${init.method} ${to}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  await start();
  return {
    url,
    start,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    output: () => said,
    ask: async (method, to, body) => {
      const answer = await askAsAdmin(to.startsWith('/process/v1') ? to : `/operations/v1${to}`, {
        method,
        ...(body && { body: JSON.stringify(body) }),
      });
      return answer.json();
    },
    metrics: async () => (await askAsAdmin('/metrics', {})).text(),
    megabytes: async () => {
      const status = await readFile(`/proc/${child?.pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
    },
  };
}

/** A landscape of one site, its files given by path; `enterprise.yaml` is added. */
export async function writeLandscape(files: Record<string, string>): Promise<string> {
  const folder = await temporaryFolder('landscape');
  const all = {
    'enterprise.yaml':
      'enterprise: promise\nsites:\n  detroit: { kind: plant, region: na, timezone: America/Detroit }\n',
    ...files,
  };
  for (const [name, text] of Object.entries(all)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  return folder;
}

export async function temporaryFolder(name: string): Promise<string> {
  return mkdtemp(path.join(tmpdir(), `lineshaft-${name}-`));
}

/** Asks again until the answer is yes; gives up after `seconds`. */
export async function until(done: () => Promise<boolean>, seconds = 240): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await done())) {
    if (Date.now() > end) throw new Error(`waited ${seconds} s in vain`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The day so many days from now, as orders and promises name it. */
export function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
