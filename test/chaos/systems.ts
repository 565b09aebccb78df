import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { addresses } from '../../examples/five-sites/northfield.ts';
import { ports } from '../../examples/five-sites/systems/plumbing/ports.ts';
import { freePort } from '../../src/database/freePort.ts';
import { until } from '../process.ts';

const program = fileURLToPath(new URL('../../examples/five-sites/systems/start.ts', import.meta.url));

export interface Business {
  state: string;
  database: string;
  hub: string;
  rate: number;
  dirty: number;
  pace: number;
}

/** One of Northfield's systems in a process of its own, at the same address in every life. */
export interface SystemProcess {
  name: string;
  /** What a landscape needs to reach it. */
  env: Record<string, string>;
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Asks its control door; throws unless it does as told. */
  control(method: 'GET' | 'POST', path: string): Promise<unknown>;
}

export async function startSystems(business: Business): Promise<Map<string, SystemProcess>> {
  const started = await Promise.all(Object.keys(ports).map((name) => startSystem(name, business)));
  return new Map(started.map((system) => [system.name, system]));
}

/** The system of that name, started and reachable. */
export async function startSystem(name: string, business: Business): Promise<SystemProcess> {
  const controlPort = await freePort();
  const options = { ...business, port: await freePort(), 'control-port': controlPort };
  const words = Object.entries(options).flatMap(([option, value]) => [`--${option}`, String(value)]);
  const door = `http://127.0.0.1:${controlPort}`;
  let child: ChildProcess | undefined;
  let isWanted = false;
  const system: SystemProcess = {
    name,
    env: {},
    kill: () => {
      isWanted = false;
      return kill(child);
    },
    // A system whose database is away ends, as vendors' programs do, and is started again, also later on.
    start: async () => {
      isWanted = true;
      let complaint: Error | undefined;
      const comesUp = async () => {
        const started = fork(program, [name, ...words], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
        child = started;
        const told = await addresses(started).catch((error: Error) => {
          complaint = error;
        });
        if (told) system.env = told.env;
        if (!told || !isWanted) await kill(started);
        return told !== undefined || !isWanted;
      };
      await until(comesUp, 300).catch((error: Error) => {
        throw new Error(`${name}: ${error.message}`, { cause: complaint });
      });
      child!.once('exit', () => {
        if (isWanted) system.start().catch(() => {});
      });
    },
    async control(method, path) {
      const answer = await fetch(door + path, { method, signal: AbortSignal.timeout(10_000) });
      if (!answer.ok) throw new Error(`${name} ${path}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    },
  };
  await system.start();
  return system;
}

async function kill(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
