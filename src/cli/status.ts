import type { Command } from 'commander';
import type { SitesAnswer } from '../api/operations/contract.ts';
import type { GroupsAnswer } from '../api/operations/parked/groupsContract.ts';
import type { JobsAnswer } from '../api/operations/parked/jobContract.ts';
import type { Replays } from '../api/operations/replay/contract.ts';
import { type HubOptions, hubClient, withHubOptions } from './hubClient.ts';
import { printJson } from './output.ts';
import { mendedText } from './parked/groupsText.ts';
import { runningText } from './runningText.ts';
import { printStatus } from './statusText.ts';
import { terminal } from './terminal.ts';

export function register(program: Command): void {
  withHubOptions(
    program.command('status').description('how each site, system and interface stands: lag, rate, parked'),
  ).action(async (options: HubOptions) => {
    const client = await hubClient(options);
    const answer = await client.get<SitesAnswer>('sites');
    const { output, colors } = terminal();
    if (options.json) return printJson(output, answer);
    printStatus(answer, output, colors);
    const [parked, { replays }, { jobs }] = await Promise.all([
      client.get<GroupsAnswer>('parked/groups', { code: 'code-unknown', limit: 1000 }),
      client.get<Replays>('replay', { state: 'running' }),
      client.get<JobsAnswer>('parked/jobs', { state: 'running' }),
    ]);
    output.write(runningText(replays, jobs, Date.parse(answer.at), colors));
    for (const line of mendedText(parked.groups, colors)) output.write(`${line}\n`);
  });
}
