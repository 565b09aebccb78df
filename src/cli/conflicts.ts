import type { Command } from 'commander';
import type { Conflict, ConflictsPage, Decided } from '../api/operations/conflicts/contract.ts';
import { conflictsText, conflictText, shownValue } from './conflictsText.ts';
import { CommandFailure, exitCodes } from './failure.ts';
import { type HubOptions, hubClient, withHubOptions } from './hubClient.ts';
import { printJson } from './output.ts';
import { readId } from './readId.ts';
import { terminal } from './terminal.ts';

interface ListOptions extends HubOptions {
  entity?: string;
  system?: string;
  state?: string;
  limit?: string;
  cursor?: string;
}

interface DecideOptions extends HubOptions {
  for?: string;
  value?: string;
  reason: string;
}

export function register(program: Command): void {
  const conflicts = program
    .command('conflicts')
    .description('attributes over which systems disagree and that no rule settles');

  withHubOptions(conflicts.command('list').description('those nobody has decided, the oldest first'))
    .option('--entity <entity>', 'of this entity')
    .option('--system <system>', 'one of those who disagree')
    .option('--state <state>', 'open, decided, settled-itself', 'open')
    .option('--limit <count>', 'at most so many', '50')
    .option('--cursor <cursor>', 'go on where the last list ended')
    .action(list);

  withHubOptions(
    conflicts.command('show').description('one, with who says what since when').argument('<id>'),
  ).action(show);

  withHubOptions(
    conflicts.command('decide').description('let one value stand; it goes to every system').argument('<id>'),
  )
    .option('--for <system>', 'the value of this system')
    .option('--value <json>', 'another value, as JSON: \'"Bolt M8"\', null for none')
    .requiredOption('--reason <reason>', 'kept with the decision')
    .action(decide);
}

async function list(options: ListOptions): Promise<void> {
  const client = await hubClient(options);
  const { entity, system, state, limit, cursor } = options;
  const page = await client.get<ConflictsPage>('conflicts', { entity, system, state, limit, cursor });
  const { output, colors } = terminal();
  if (options.json) printJson(output, page);
  else output.write(conflictsText(page, Date.now(), colors));
}

async function show(id: string, options: HubOptions): Promise<void> {
  const client = await hubClient(options);
  const conflict = await client.get<Conflict>(`conflicts/${readId(id, 'conflicts list')}`);
  const { output, colors } = terminal();
  if (options.json) printJson(output, conflict);
  else output.write(conflictText(conflict, Date.now(), colors));
}

async function decide(id: string, options: DecideOptions): Promise<void> {
  const body = { ...choiceOf(options), reason: options.reason };
  const client = await hubClient(options);
  const answer = await client.post<Decided>(`conflicts/${readId(id, 'conflicts list')}/decide`, body);
  const { output, colors } = terminal();
  if (options.json) printJson(output, answer);
  else if (answer.waits.length > 0)
    output.write(
      `${shownValue(answer.value)} is proposed for ${answer.key}: a second person approves it, see \`lineshaft work list --kind approval\`\n`,
    );
  else
    output.write(
      `${colors.green('✓')} ${shownValue(answer.value)} stands in ${answer.key} from version ${answer.version} on, and goes to every system\n`,
    );
}

function choiceOf({ for: system, value }: DecideOptions): { system: string } | { value: unknown } {
  if ((system === undefined) === (value === undefined))
    throw new CommandFailure(
      'Say whose value is to stand.',
      'Give --for <system>, or --value <json>.',
      exitCodes.usage,
    );
  if (system !== undefined) return { system };
  try {
    return { value: JSON.parse(value!) };
  } catch {
    throw new CommandFailure(
      `${value} is no JSON.`,
      'Write text in double quotes: --value \'"Bolt M8"\'.',
      exitCodes.usage,
    );
  }
}
