import type { Command } from 'commander';
import type { Decided, ParkedDetail, ParkedPage } from '../api/operations/parked/contract.ts';
import { CommandFailure, exitCodes } from './failure.ts';
import { type HubOptions, hubClient, withHubOptions } from './hubClient.ts';
import { count, printJson } from './output.ts';
import { parkedText, printParked } from './parkedText.ts';
import { terminal } from './terminal.ts';

interface FilterOptions extends HubOptions {
  interface?: string;
  system?: string;
  entity?: string;
  code?: string;
  of?: string;
}

interface ListOptions extends FilterOptions {
  state?: string[];
  limit?: string;
  cursor?: string;
}

interface DecideOptions extends FilterOptions {
  all?: boolean;
  reason?: string;
}

export function register(program: Command): void {
  const parked = program.command('parked').description('messages that wait for a decision');

  withFilter(parked.command('list').description('those that wait, the longest waiting first'))
    .option(
      '--state <states...>',
      'parked, held-behind, retrying, waiting, delivered, discarded (default: the first four)',
    )
    .option('--limit <count>', 'at most so many', '50')
    .option('--cursor <cursor>', 'go on where the last list ended')
    .action(list);

  withHubOptions(
    parked.command('show').description('one message, with its document').argument('<id>'),
  ).action(show);

  withFilter(parked.command('replay').description('hand messages back to the line').argument('[ids...]'))
    .option('--all', 'every open message')
    .action((ids: string[], options: DecideOptions) =>
      decide('replay', 'handed back to the line', ids, options),
    );

  withFilter(parked.command('discard').description('take messages out of the line').argument('[ids...]'))
    .option('--all', 'every open message')
    .requiredOption('--reason <reason>', 'kept with the decision')
    .action((ids: string[], options: DecideOptions) => decide('discard', 'discarded', ids, options));
}

function withFilter(command: Command): Command {
  return withHubOptions(command)
    .option('--interface <interface>', 'of this interface: <system>/<name>')
    .option('--system <system>', 'of this system')
    .option('--entity <entity>', 'of this entity')
    .option('--code <code>', 'with this problem')
    .option('--of <key>', 'of this key');
}

function filterOf({ interface: id, system, entity, code, of }: FilterOptions) {
  return { interface: id, system, entity, code, key: of };
}

async function list(options: ListOptions): Promise<void> {
  const client = await hubClient(options);
  const { state, limit, cursor } = options;
  const page = await client.get<ParkedPage>('parked', { ...filterOf(options), state, limit, cursor });
  const { output, colors } = terminal();
  if (options.json) printJson(output, page);
  else printParked(page, Date.now(), output, colors);
}

async function show(id: string, options: HubOptions): Promise<void> {
  const client = await hubClient(options);
  const message = await client.get<ParkedDetail>(`parked/${readId(id)}`);
  const { output, colors } = terminal();
  if (options.json) printJson(output, message);
  else output.write(parkedText(message, colors));
}

async function decide(
  verb: 'replay' | 'discard',
  done: string,
  ids: string[],
  options: DecideOptions,
): Promise<void> {
  const client = await hubClient(options);
  const filter = Object.fromEntries(
    Object.entries(filterOf(options)).filter(([, value]) => value !== undefined),
  );
  const answer = await client.post<Decided>(`parked/${verb}`, {
    ...(ids.length > 0 && { ids: ids.map(readId) }),
    ...(Object.keys(filter).length > 0 && { filter }),
    ...(options.all && { all: true }),
    ...(options.reason !== undefined && { reason: options.reason }),
  });
  const { output, colors } = terminal();
  if (options.json) return printJson(output, answer);
  output.write(`${colors.green('✓')} ${count(answer.decided, 'message')} ${done}\n`);
  if (answer.left > 0) {
    output.write(
      `${count(answer.left, 'message')} left as they are: not open, or waiting behind an earlier one\n`,
    );
  }
}

function readId(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new CommandFailure(
    `${text} is not the id of a message.`,
    'Take it from the first column of `npx lineshaft parked list`.',
    exitCodes.usage,
  );
}
