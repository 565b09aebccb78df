import type { Command } from 'commander';
import type { ParkedDetail, ParkedPage } from '../../api/operations/parked/contract.ts';
import type { GroupsAnswer } from '../../api/operations/parked/groupsContract.ts';
import { type HubOptions, hubClient, withHubOptions } from '../hubClient.ts';
import { printJson } from '../output.ts';
import { readId } from '../readId.ts';
import { terminal } from '../terminal.ts';
import { type FilterOptions, filterOf, withFilter } from './choice.ts';
import { printGroups } from './groupsText.ts';
import { parkedText, printParked } from './messageText.ts';

interface ListOptions extends FilterOptions {
  state?: string[];
  limit?: string;
  cursor?: string;
  first?: string;
}

export function registerLooking(parked: Command): void {
  withFilter(parked.command('list').description('those that wait, the longest waiting first'))
    .option(
      '--state <states...>',
      'parked, held-behind, retrying, waiting, delivered, discarded (default: the first four)',
    )
    .option('--limit <count>', 'at most so many', '50')
    .option('--cursor <cursor>', 'go on where the last list ended')
    .action(list);

  withFilter(parked.command('groups').description('those that wait for a decision, by cause'))
    .option('--first <which>', 'largest, orders (those that hold the most sales orders), oldest', 'largest')
    .option('--limit <count>', 'at most so many groups', '50')
    .action(groups);

  withHubOptions(
    parked.command('show').description('one message, with its document').argument('<id>'),
  ).action(show);
}

async function list(options: ListOptions): Promise<void> {
  const client = await hubClient(options);
  const { state, limit, cursor } = options;
  const page = await client.get<ParkedPage>('parked', { ...filterOf(options), state, limit, cursor });
  const { output, colors } = terminal();
  if (options.json) printJson(output, page);
  else printParked(page, Date.now(), output, colors);
}

async function groups(options: ListOptions): Promise<void> {
  const client = await hubClient(options);
  const answer = await client.get<GroupsAnswer>('parked/groups', {
    ...filterOf(options),
    first: options.first,
    limit: options.limit,
  });
  const { output, colors } = terminal();
  if (options.json) printJson(output, answer);
  else printGroups(answer, Date.now(), output, colors);
}

async function show(id: string, options: HubOptions): Promise<void> {
  const client = await hubClient(options);
  const message = await client.get<ParkedDetail>(`parked/${readId(id, 'parked list')}`);
  const { output, colors } = terminal();
  if (options.json) printJson(output, message);
  else output.write(parkedText(message, colors));
}
