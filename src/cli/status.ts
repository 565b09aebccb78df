import type { Command } from 'commander';
import type { SitesAnswer } from '../api/operations/contract.ts';
import { type HubOptions, hubClient, withHubOptions } from './hubClient.ts';
import { printJson } from './output.ts';
import { printStatus } from './statusText.ts';
import { terminal } from './terminal.ts';

export function register(program: Command): void {
  withHubOptions(
    program.command('status').description('how each site, system and interface stands: lag, rate, parked'),
  ).action(async (options: HubOptions) => {
    const client = await hubClient(options);
    const answer = await client.get<SitesAnswer>('sites');
    const { output, colors } = terminal();
    if (options.json) printJson(output, answer);
    else printStatus(answer, output, colors);
  });
}
