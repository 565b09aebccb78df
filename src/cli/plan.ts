import path from 'node:path';
import type { Command } from 'commander';
import type { ApplyAnswer } from '../api/operations/landscape/contract.ts';
import { readConfig } from '../config.ts';
import { type PlanLine, planOf } from '../landscape/connectivity/plan.ts';
import { readLandscape } from '../landscape/read.ts';
import { landscapeDependencies } from '../landscapeDependencies.ts';
import type { Problem } from '../vocabulary/problem.ts';
import { filesOf } from './apply.ts';
import { differenceText } from './differenceText.ts';
import { CommandFailure, exitCodes } from './failure.ts';
import { type HubOptions, hubClient, withHubOptions } from './hubClient.ts';
import { printJson, printProblems } from './output.ts';
import { planText } from './planText.ts';
import { terminal } from './terminal.ts';

export function register(program: Command): void {
  const command = program
    .command('plan')
    .description('what the connectivity rules compile into, and what differs from what runs')
    .argument('[folder]', 'folder of the landscape', '.');
  withHubOptions(command).action(plan);
}

async function plan(folder: string, options: HubOptions): Promise<void> {
  const { output, colors } = terminal();
  const planned = await planIn(folder);
  const offered = await offer(folder, options);
  if (options.json) return printJson(output, { planned, ...(offered && { difference: offered.difference }) });
  output.write(planText(planned, colors));
  output.write(`\n${colors.bold('difference to what runs')}\n`);
  if (!offered) output.write('No hub answers: there is nothing to compare with.\n');
  else if (offered.outcome !== 'refused') output.write(differenceText(offered.difference, colors));
  else {
    output.write('The hub would refuse it, with its own environment:\n');
    printProblems(output, offered.problems as Problem[], colors);
  }
}

/** The plan of a landscape without a fault; one with faults is told as `check` does. */
export async function planIn(folder: string): Promise<PlanLine[]> {
  const { environment } = readConfig();
  const { landscape, problems } = await readLandscape(
    path.resolve(folder),
    await landscapeDependencies(environment),
  );
  if (landscape) return planOf(landscape);
  const { output, colors } = terminal(process.stderr);
  printProblems(output, problems, colors);
  throw new CommandFailure(
    'The landscape cannot be planned as it is.',
    'Mend what stands above; `npx lineshaft check` tells it again.',
  );
}

/** What applying it would come to. Undefined: no hub is there. */
async function offer(folder: string, options: HubOptions): Promise<ApplyAnswer | undefined> {
  try {
    const files = await filesOf(folder);
    return await (await hubClient(options)).post<ApplyAnswer>('landscape', { files, dryRun: true });
  } catch (error) {
    const isAway = error instanceof CommandFailure && error.exitCode === exitCodes.unreachable;
    if (isAway && options.url === undefined) return undefined;
    throw error;
  }
}
