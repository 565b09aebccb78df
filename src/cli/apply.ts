import path from 'node:path';
import type { Command } from 'commander';
import type { ApplyAnswer } from '../api/operations/landscape/contract.ts';
import { type LandscapeFiles, readFiles } from '../applied/files.ts';
import { readConfig } from '../config.ts';
import { readLandscape } from '../landscape/read.ts';
import { landscapeDependencies } from '../landscapeDependencies.ts';
import type { Problem } from '../vocabulary/problem.ts';
import { differenceText } from './differenceText.ts';
import { CommandFailure, exitCodes } from './failure.ts';
import { type HubOptions, hubClient, withHubOptions } from './hubClient.ts';
import { printJson, printProblems } from './output.ts';
import { terminal } from './terminal.ts';

interface ApplyOptions extends HubOptions {
  undo?: true;
  dryRun?: true;
  reason?: string;
}

export function register(program: Command): void {
  const command = program
    .command('apply')
    .description('put a landscape in force in the running hubs, without a restart')
    .argument('[folder]', 'folder of the landscape', '.')
    .option('--undo', 'put in force again what was before the last step')
    .option('--dry-run', 'only tell what it would come to')
    .option('--reason <text>', 'for the audit');
  withHubOptions(command).action(apply);
}

async function apply(folder: string, options: ApplyOptions): Promise<void> {
  const { undo, dryRun, reason } = options;
  if (undo && dryRun)
    throw new CommandFailure(
      '--undo has no dry run.',
      'Undo it; --undo again goes further back, and `apply` forward.',
      exitCodes.usage,
    );
  const hub = await hubClient(options);
  const why = reason === undefined ? {} : { reason };
  const answer = undo
    ? await hub.post<ApplyAnswer>('landscape/undo', why)
    : await hub.post<ApplyAnswer>('landscape', {
        files: await filesOf(folder),
        ...why,
        ...(dryRun && { dryRun }),
      });
  if (options.json) printJson(terminal().output, answer);
  else tell(answer, undo === true);
  if (answer.outcome === 'refused') process.exitCode = 1;
}

/** The hub checks them, with its own environment: what is missing here may be there. */
export async function filesOf(folder: string): Promise<LandscapeFiles> {
  const { environment } = readConfig();
  const root = path.resolve(folder);
  const { files } = await readLandscape(root, await landscapeDependencies(environment));
  if (files.length === 0)
    throw new CommandFailure(`${folder} is no landscape.`, 'Name the folder that holds enterprise.yaml.');
  return readFiles(root, files);
}

function tell({ outcome, problems, difference, step, changedOver }: ApplyAnswer, isUndo: boolean): void {
  const { output, colors } = terminal();
  if (outcome === 'refused') {
    printProblems(output, problems as Problem[], colors);
    output.write(`\n${colors.red('refused')}: nothing was changed\n`);
    return;
  }
  if (outcome === 'unchanged') return void output.write(`${colors.green('✓')} it is in force already\n`);
  output.write(differenceText(difference, colors));
  if (outcome === 'would-apply') return void output.write('\nNothing was changed: this was a dry run.\n');
  const words = isUndo ? 'what was before is in force again' : 'it is in force';
  const all = changedOver ? '' : '; this hub is still changing over';
  output.write(
    `\n${colors.green('✓')} ${words}, as step ${step}${all}. \`npx lineshaft apply --undo\` takes it back\n`,
  );
}
