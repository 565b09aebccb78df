import { flushCompileCache } from 'node:module';
import { createFirstKey } from '../api/access.ts';
import { createLink } from '../api/console/session.ts';
import type { Config } from '../config.ts';
import { type Hub, LandscapeInvalid, startHub } from '../main.ts';
import { writeAdminKey } from './adminKey.ts';
import { CommandFailure } from './failure.ts';
import { count, printProblems } from './output.ts';
import { type Terminal, terminal } from './terminal.ts';

export interface OpenHub {
  hub: Hub;
  /** The administrator's key, when this start made it. */
  key?: string;
  /** Where it was written for the other commands. */
  keyFile?: string;
  /** Opens the console signed in, once. */
  link?: string;
}

/** Starts a hub and leaves its first key where the other commands find it. Says what is wrong with the landscape before it fails. `asked`: to stop. */
export async function openHub(folder: string, config: Config, asked: AbortSignal): Promise<OpenHub> {
  const hub = await startHub(folder, config, asked).catch((error: NodeJS.ErrnoException) => {
    throw startFailure(error, folder, config);
  });
  // Now, since one that is killed keeps nothing at its end.
  flushCompileCache();
  const key = await createFirstKey(hub.pool);
  return key === undefined ? { hub } : { hub, key, keyFile: await writeAdminKey(config.dataFolder, key) };
}

/** The same, and a link into its console for whom started it. */
export async function openWithLink(folder: string, config: Config, asked: AbortSignal): Promise<OpenHub> {
  const opened = await openHub(folder, config, asked);
  const link = await createLink(opened.hub.pool, 'admin');
  return link ? { ...opened, link: opened.hub.address + link.path } : opened;
}

/** What `start` says once the hub runs: address, key (this once), what to try. `tryNext`: commands without `npx`. */
export function tellHub(
  { hub, key, keyFile, link }: OpenHub,
  tryNext: readonly string[],
  { output, colors }: Terminal,
): void {
  const { landscape, address } = hub;
  const interfaces = [...landscape.systems.values()].reduce((sum, system) => sum + system.interfaces.size, 0);
  const size = `${count(landscape.sites.size, 'site')}, ${count(landscape.systems.size, 'system')}, ${count(interfaces, 'interface')}`;
  output.write(
    `${colors.green('✓')} ${colors.bold(landscape.enterprise)} runs at ${colors.cyan(address)}: ${size}\n`,
  );
  if (key !== undefined) {
    output.write(`\nThe administrator's key, shown this once:\n  ${colors.bold(key)}\n`);
    output.write(`The commands below find it in ${keyFile}\n`);
  }
  if (link !== undefined)
    output.write(`\nThe console, signed in once by this link:\n  ${colors.cyan(link)}\n`);
  output.write(
    `\nTry next, in another terminal:\n${tryNext.map((command) => `  npx lineshaft ${command}\n`).join('')}`,
  );
  output.write('\nCtrl-C stops it\n');
}

/** Aborts at the first SIGINT or SIGTERM; a second one ends the process at once. */
export function stopAsked(): AbortSignal {
  const asked = new AbortController();
  const stop = () => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.off(signal, stop);
      process.once(signal, () => process.exit(130));
    }
    asked.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return asked.signal;
}

/** Resolves when it aborts, also when it has. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function startFailure(error: NodeJS.ErrnoException, folder: string, { port, host }: Config): Error {
  if (error instanceof LandscapeInvalid) {
    const { output, colors } = terminal(process.stderr);
    printProblems(output, error.problems, colors);
    return new CommandFailure(
      `${folder} is not a valid landscape.`,
      'Mend what is named above, or write a first one with `npx lineshaft init`.',
    );
  }
  if (error.name === 'AbortError') {
    return new CommandFailure(
      'Stopped before the database was there.',
      'It was away the whole time; the log says where it was looked for.',
    );
  }
  if (error.code === 'EADDRINUSE') {
    return new CommandFailure(
      `Port ${port} is taken, perhaps by another hub.`,
      'Stop that one, or choose another port with --port.',
    );
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'EACCES') {
    return new CommandFailure(
      `The hub may not listen at ${host}:${port}.`,
      'Choose others with --host and --port.',
    );
  }
  return error;
}
