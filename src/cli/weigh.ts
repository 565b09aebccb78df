import type { Command } from 'commander';
import type { Weighing } from '../api/operations/weighing/contract.ts';
import { CommandFailure, exitCodes } from './failure.ts';
import { type HubClient, type HubOptions, hubClient, withHubOptions } from './hubClient.ts';
import { printJson, progress } from './output.ts';
import { terminal } from './terminal.ts';
import { weighingText } from './weighText.ts';
import { number } from './words.ts';

interface WeighOptions extends HubOptions {
  dryRun?: boolean;
  reason?: string;
}

export function register(program: Command): void {
  const command = program
    .command('weigh')
    .description('bring golden records to what the survivorship in force makes of all that systems said last')
    .argument('<entity>', 'such as item')
    .option('--dry-run', 'what it would change; changes nothing')
    .option('--reason <reason>', 'kept with what changes');
  withHubOptions(command).action(weigh);
}

async function weigh(entity: string, options: WeighOptions): Promise<void> {
  const { dryRun = false, reason, json } = options;
  if (!dryRun && reason === undefined)
    throw new CommandFailure(
      'Why it is done is not said.',
      'See what it would change with --dry-run; then say why with --reason.',
      exitCodes.usage,
    );
  const client = await hubClient(options);
  const pageAfter = (after: string | undefined) =>
    client.post<Weighing>(dryRun ? 'weighing/preview' : 'weighing', {
      entity,
      ...(after !== undefined && { after }),
      ...(!dryRun && { reason }),
    });
  const whole = await allPages(pageAfter);
  const { output, colors } = terminal();
  if (json) printJson(output, whole);
  else output.write(weighingText(whole, dryRun, colors));
}

/** Each page is kept as soon as it is answered: whoever breaks this off can begin anew. */
async function allPages(pageAfter: (after?: string) => ReturnType<HubClient['post']>): Promise<Weighing> {
  const line = progress();
  const whole: Weighing = { looked: 0, turns: [], settled: 0, left: [] };
  let after: string | undefined;
  do {
    const page = (await pageAfter(after)) as Weighing;
    whole.looked += page.looked;
    whole.turns.push(...page.turns);
    whole.settled += page.settled;
    whole.left.push(...page.left);
    after = page.last;
    line.show(`${number(whole.looked)} records weighed, ${number(whole.turns.length)} of them change`);
  } while (after !== undefined);
  line.done();
  return whole;
}
