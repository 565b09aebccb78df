import type { Command } from 'commander';
import type { InstanceDetail, InstancesPage } from '../api/process/contract.ts';
import { readConfig } from '../config.ts';
import { type HubClient, type HubOptions, hubClient, withHubOptions } from './hubClient.ts';
import { printJson } from './output.ts';
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
  cursor?: string;
}

type Decided = HubOptions & { reason: string };

export function register(program: Command): void {
  const process = program
    .command('process')
    .description('instances of processes: where they stand, and what to do with them');

  withHubOptions(process.command('list').description('instances of a process').argument('<process>'))
    .option('--of <key>', 'about this canonical key, or that of an order, delivery or invoice they know')
    .option('--status <status>', 'running, stuck, cancelling, ended, cancelled')
    .option('--state <state>', 'in this state')
    .option('--overdue', 'only those longer in a state than it allows')
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

  withHubOptions(
    process
      .command('signal')
      .description('give an instance a signal its chart listens to')
      .argument('<process>')
      .argument('<about>', 'canonical key')
      .argument('<signal>'),
  )
    .option('--data <json>', 'what the signal says', '{}')
    .option('--reason <reason>', 'kept with the history')
    .action(signal);

  decision('retry', 'try once more what an instance is stuck at');
  decision('skip', 'leave out the event an instance is stuck at, and go on');
  decision('cancel', 'cancel an instance: what it did is taken back, the last first');
  registerProcessTest(process);

  function decision(kind: string, words: string): void {
    withHubOptions(
      process.command(kind).description(words).argument('<process>').argument('<about>', 'canonical key'),
    )
      .requiredOption('--reason <reason>', 'kept with the history')
      .action((code: string, about: string, options: Decided) => decide(kind, code, about, options));
  }
}

function client(options: HubOptions): Promise<HubClient> {
  return hubClient(options, readConfig(), 'process/v1');
}

async function list(code: string, options: ListOptions): Promise<void> {
  const { of: key, status, state, overdue, limit, cursor } = options;
  const query = { key, status, state, overdue, limit, cursor };
  const page = await (await client(options)).get<InstancesPage>(encodeURIComponent(code), query);
  const { output, colors } = terminal();
  if (options.json) printJson(output, page);
  else output.write(instancesText(page, Date.now(), output, colors));
}

async function show(code: string, about: string, options: HubOptions): Promise<void> {
  const detail = await (await client(options)).get<InstanceDetail>(pathOf(code, about));
  const { output, colors } = terminal();
  if (options.json) printJson(output, detail);
  else output.write(instanceText(detail, Date.now(), colors));
}

async function signal(
  code: string,
  about: string,
  word: string,
  { data, reason, ...options }: HubOptions & { data: string; reason?: string },
): Promise<void> {
  const body = { signal: word, data: JSON.parse(data) as object, ...(reason !== undefined && { reason }) };
  const answer = await (await client(options)).post(`${pathOf(code, about)}/signal`, body);
  tell(answer, `${code} about ${about} is given \`${word}\``, options);
}

async function decide(kind: string, code: string, about: string, options: Decided): Promise<void> {
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

function pathOf(code: string, about: string): string {
  return `${encodeURIComponent(code)}/${encodeURIComponent(about)}`;
}
