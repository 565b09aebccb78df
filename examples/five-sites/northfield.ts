import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('systems/start.ts', import.meta.url));

export interface NorthfieldOptions {
  /** Folder in which the systems keep their state. */
  state: string;
  /** A PostgreSQL server for those that stand on one. */
  database: string;
  /** Where they push what happened. */
  hub: string;
  /** Messages a second, all systems together. */
  rate?: number;
  /** Percent of what they tell that is mistyped. */
  dirty?: number;
  /** Milliseconds per step of work. */
  pace?: number;
  /** Their own ports (18101 …), or any that are free. */
  ports?: 'own' | 'free';
}

export interface Northfield {
  /** What a landscape needs to reach them. */
  env: Record<string, string>;
  /** The control door of each. */
  controls: Record<string, string>;
  stop(): Promise<void>;
}

/**
 * Starts the systems in a process of their own, as they are in life: what they do takes nothing from the hub but the machine. They go
 * when this process goes, however it ends.
 */
export async function startNorthfield({
  state,
  database,
  hub,
  ports = 'own',
  ...more
}: NorthfieldOptions): Promise<Northfield> {
  const words = ['--state', state, '--database', database, '--hub', hub];
  for (const [name, value] of Object.entries(more)) words.push(`--${name}`, String(value));
  if (ports === 'free') words.push('--port', '0', '--control-port', '0');
  // Detached: Ctrl-C is for this process, which stops the hub before its systems.
  const child = fork(program, words, { detached: true, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const ended = once(child, 'exit');
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await ended;
  };
  try {
    return { ...(await addresses(child)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What the systems print: `NAME=value` for each address, `# name: control http://…`, and a last line that says they all run. */
export async function addresses(child: ChildProcess): Promise<Pick<Northfield, 'env' | 'controls'>> {
  const complaints: string[] = [];
  child.stderr!.on('data', (text: Buffer) => complaints.push(text.toString()));
  const env: Record<string, string> = {};
  const controls: Record<string, string> = {};
  for await (const line of createInterface({ input: child.stdout! })) {
    if (line === '# all run') return { env, controls };
    const [, variable, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
    const [, system, control] = /^# (\S+): control (\S+)$/.exec(line) ?? [];
    if (variable !== undefined) env[variable] = value!;
    if (system !== undefined) controls[system] = control!;
  }
  throw new Error(`The systems of Northfield did not start.\n${complaints.join('').trim()}`);
}
