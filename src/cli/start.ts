import type { Command } from 'commander';
import { type Config, readConfig } from '../config.ts';
import { tellBuild } from './console.ts';
import { buildConsole } from './consoleBuild.ts';
import { CommandFailure, exitCodes } from './failure.ts';
import { aborted, openHub, stopAsked, tellHub } from './hub.ts';
import { printJson, progress } from './output.ts';
import { terminal } from './terminal.ts';

interface StartOptions {
  host?: string;
  port?: string;
  json?: boolean;
}

const TRY_NEXT = ['console sign-in', 'status', 'trace <a number of yours>', 'parked list'];

export function register(program: Command): void {
  program
    .command('start')
    .description('run a hub for a landscape')
    .argument('[folder]', 'folder of the landscape', '.')
    .option('--host <address>', 'address to bind (default: LINESHAFT_HOST, else loopback)')
    .option('--port <port>', 'port to bind (default: LINESHAFT_PORT, else 8080; 0: any)')
    .option('--json', 'print the address and the first key as JSON')
    .action(start);
}

async function start(folder: string, options: StartOptions): Promise<void> {
  const config = withOptions(readConfig(), options);
  const asked = stopAsked();
  const line = progress();
  const built = buildConsole();
  line.show('starting the database and the hub …');
  const opened = await openHub(folder, config, asked).finally(line.done);
  if (options.json) printJson(process.stdout, { address: opened.hub.address, key: opened.key ?? null });
  else tellHub(opened, TRY_NEXT, terminal());
  tellBuild(await built, terminal(process.stderr));
  await aborted(asked);
  line.show('stopping …');
  await opened.hub.stop();
  line.done();
}

function withOptions(config: Config, { host, port }: StartOptions): Config {
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) < 65_536)) {
    throw new CommandFailure(`${port} is not a port.`, 'Give a number from 0 to 65535.', exitCodes.usage);
  }
  return {
    ...config,
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port: Number(port) }),
  };
}
