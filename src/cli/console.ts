import type { Command } from 'commander';
import type { SignInLink } from '../api/console/contract.ts';
import { readConfig } from '../config.ts';
import { buildConsole, type ConsoleBuild } from './consoleBuild.ts';
import { CommandFailure } from './failure.ts';
import { type HubOptions, hubClient, withHubOptions } from './hubClient.ts';
import { printJson } from './output.ts';
import { type Terminal, terminal } from './terminal.ts';

export function register(program: Command): void {
  const command = program.command('console').description('the web console that the hub serves');
  command.command('build').description('build it, when it is not what its sources say').action(build);
  withHubOptions(
    command.command('sign-in').description('a link that opens it signed in; it works once'),
  ).action(signIn);
}

async function build(): Promise<void> {
  const { output, colors } = terminal();
  const built = await buildConsole();
  if (built.outcome === 'failed') throw new CommandFailure(built.said, 'Mend what is named above.');
  output.write(`${colors.green('✓')} the console is ${built.outcome === 'built' ? 'built' : 'up to date'}\n`);
}

async function signIn(options: HubOptions): Promise<void> {
  const config = readConfig();
  const link = await (await hubClient(options, config, 'console/v1')).post<SignInLink>('links', {});
  const { output, colors } = terminal();
  if (options.json) return printJson(output, link);
  const { origin } = new URL(options.url ?? config.url);
  output.write(`Works once, within the hour:\n  ${colors.cyan(origin + link.path)}\n`);
}

/** What a start says when the console could not be built: the hub works all the same. */
export function tellBuild(built: ConsoleBuild, { output, colors }: Terminal): void {
  if (built.outcome !== 'failed') return;
  output.write(
    `${colors.yellow('!')} The console could not be built; the hub and its APIs work without it.\n`,
  );
  output.write(`${built.said.replaceAll(/^/gm, '  ')}\n\n`);
}
