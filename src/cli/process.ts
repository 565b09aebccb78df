import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import type { InstanceDetail, InstancesPage } from '../api/process/contract.ts';
import { CommandFailure, exitCodes } from './failure.ts';
import { type HubOptions, withHubOptions } from './hubClient.ts';
import { printJson } from './output.ts';
import { processClient as client } from './process/client.ts';
import { askMany, type ManyOptions, registerMany, withChoice } from './process/many.ts';
import { registerProcessTest } from './processTest.ts';
import { instancesText, instanceText } from './processText.ts';
import { terminal } from './terminal.ts';

interface ListOptions extends HubOptions {
  key?: string;
  of?: string;
  status?: string;
  state?: string;
  overdue?: boolean;
  limit?: string;
  first?: string;
  cursor?: string;
}

type Decision = 'retry' | 'skip' | 'cancel';

export function register(program: Command): void {
  const process = program
    .command('process')
    .description('instances of processes: where they stand, and what to do with them');

  withHubOptions(process.command('list').description('instances of a process').argument('<process>'))
    .option('--of <key>', 'about this canonical key, or that of an order, delivery or invoice they know')
    .option('--status <status>', 'running, stuck, cancelling, ended, cancelled')
    .option('--state <state>', 'in this state')
    .option('--overdue', 'only those longer in a state than it allows')
    .option('--first <order>', 'which stand at the top: key, due, still, oldest, newest')
    .option('--limit <count>', 'at most so many', '50')
    .option('--cursor <cursor>', 'go on where the last list ended')
    .action(list);

  withHubOptions(
    process
      .command('show')
      .description('one instance, with its history')
      .argument('<process>')
      .argument('<about>', 'canonical key'),
  ).action(show);

  withChoice(
    withHubOptions(
      process
        .command('signal')
        .description('give instances a signal their chart listens to')
        .argument('<process>')
        .argument('<signal>')
        .argument('[about]', 'canonical key'),
    ),
  )
    .option('--data <json>', 'what the signal says', '{}')
    .option('--reason <reason>', 'kept with the history')
    .action(signal);

  withHubOptions(
    process
      .command('start')
      .description('start an instance about a thing the hub knows')
      .argument('<process>')
      .argument('<about>', 'canonical key'),
  )
    .option('--data <json>', 'what the event says besides the record of the thing', '{}')
    .option('--once <key>', 'Idempotency-Key: the same start under the same key is done once')
    .action(start);

  decision('retry', 'try once more what an instance is stuck at');
  decision('skip', 'leave out what an instance is stuck at, and go on');
  decision('cancel', 'cancel an instance: what it did is taken back, the last first');
  registerMany(process);
  registerProcessTest(process);

  function decision(kind: Decision, words: string): void {
    withChoice(
      withHubOptions(
        process.command(kind).description(words).argument('<process>').argument('[about]', 'canonical key'),
      ),
    )
      .requiredOption('--reason <reason>', 'kept with the history')
      .action((code: string, about: string | undefined, options: ManyOptions) =>
        decide(kind, code, about, options),
      );
  }
}

async function list(code: string, options: ListOptions): Promise<void> {
  const { of: key, status, state, overdue, first, limit, cursor } = options;
  const query = { key, status, state, overdue, first, limit, cursor };
  const page = await (await client(options)).get<InstancesPage>(encodeURIComponent(code), query);
  const { output, colors } = terminal();
  if (options.json) printJson(output, page);
  else output.write(instancesText(page, Date.now(), output, colors));
}

async function start(
  code: string,
  about: string,
  { data: text, once = randomUUID(), ...options }: HubOptions & { data: string; once?: string },
): Promise<void> {
  const data = JSON.parse(text) as Record<string, unknown>;
  const answer = await (await client(options)).post(encodeURIComponent(code), { about, data }, once);
  tell(answer, `${code} about ${about} is started`, options);
}

async function show(code: string, about: string, options: HubOptions): Promise<void> {
  const detail = await (await client(options)).get<InstanceDetail>(pathOf(code, about));
  const { output, colors } = terminal();
  if (options.json) printJson(output, detail);
  else output.write(instanceText(detail, Date.now(), colors));
}

async function signal(
  code: string,
  word: string,
  about: string | undefined,
  { data: text, ...options }: Partial<ManyOptions> & { data: string },
): Promise<void> {
  const data = JSON.parse(text) as Record<string, unknown>;
  const { reason = `signal ${word}` } = options;
  if (isMany(about, options))
    return askMany(code, { kind: 'signal', signal: word, data }, { ...options, reason });
  const body = { signal: word, data, ...(options.reason !== undefined && { reason }) };
  const answer = await (await client(options)).post(`${pathOf(code, about)}/signal`, body);
  tell(answer, `${code} about ${about} is given \`${word}\``, options);
}

async function decide(
  kind: Decision,
  code: string,
  about: string | undefined,
  options: ManyOptions,
): Promise<void> {
  if (isMany(about, options)) return askMany(code, { kind }, options);
  const answer = await (await client(options)).post(`${pathOf(code, about)}/${kind}`, {
    reason: options.reason,
  });
  tell(answer, `${code} about ${about} is asked to ${kind}`, options);
}

function tell(answer: unknown, words: string, options: HubOptions): void {
  const { output, colors } = terminal();
  if (options.json) printJson(output, answer);
  else output.write(`${colors.green('✓')} ${words}; \`lineshaft process show\` tells what came of it\n`);
}

/** One by its key, or many by a query: exactly one of them. */
function isMany(about: string | undefined, { query, all }: Partial<ManyOptions>): about is undefined {
  const ways = [about, query, all].filter((way) => way !== undefined);
  if (ways.length === 1) return about === undefined;
  const advice = 'Give the key of one, or --query, or --all.';
  throw new CommandFailure('Which instances are meant is not said in one way.', advice, exitCodes.usage);
}

function pathOf(code: string, about: string): string {
  return `${encodeURIComponent(code)}/${encodeURIComponent(about)}`;
}
