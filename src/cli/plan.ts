import path from 'node:path';
import type { Command } from 'commander';
import type { PlanAnswer } from '../api/operations/plan/contract.ts';
import { readConfig } from '../config.ts';
import { comparePlans, type PlanLine, planOf } from '../landscape/connectivity/plan.ts';
import { readLandscape } from '../landscape/read.ts';
import { landscapeDependencies } from '../landscapeDependencies.ts';
import { CommandFailure, exitCodes } from './failure.ts';
import { type HubOptions, hubClient, withHubOptions } from './hubClient.ts';
import { printJson, printProblems } from './output.ts';
import { changesText, planText } from './planText.ts';
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
  const running = await runningPlan(options);
  const changes = running && comparePlans(running, planned);
  if (options.json) return printJson(output, { planned, ...(changes && { changes }) });
  output.write(planText(planned, colors));
  output.write(`\n${colors.bold('difference to what runs')}\n`);
  output.write(
    changes ? changesText(changes, colors) : 'No hub answers: there is nothing to compare with.\n',
  );
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

/** Undefined: no hub is there. */
async function runningPlan(options: HubOptions): Promise<PlanLine[] | undefined> {
  try {
    const answer = await (await hubClient(options)).get<PlanAnswer>('plan');
    return answer.lines as PlanLine[];
  } catch (error) {
    const isAway = error instanceof CommandFailure && error.exitCode === exitCodes.unreachable;
    if (isAway && options.url === undefined) return undefined;
    throw error;
  }
}
