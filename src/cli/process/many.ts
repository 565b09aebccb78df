import type { Command } from 'commander';
import type { Job, JobDetail, Jobs, Migration, StartJob } from '../../api/process/jobContract.ts';
import { CommandFailure, exitCodes } from '../failure.ts';
import { type HubOptions, withHubOptions } from '../hubClient.ts';
import { printJson } from '../output.ts';
import { readId } from '../readId.ts';
import { terminal } from '../terminal.ts';
import { processClient } from './client.ts';
import { jobsText, jobText, migrationText } from './manyText.ts';

export interface ManyOptions extends HubOptions {
  query?: string;
  all?: boolean;
  reason: string;
}

/** One instance by its key, or many by a query. */
export function withChoice(command: Command): Command {
  return command
    .option('--query <query>', 'in place of a key: "status=stuck state=picking overdue=true"')
    .option('--all', 'in place of a key: every instance it can be asked of');
}

export function registerMany(process: Command): void {
  withHubOptions(
    process
      .command('migrate')
      .description('move instances on older versions to the one in force, as its chart declares')
      .argument('<process>'),
  )
    .option('--query <query>', 'only these: "version=1 state=picking"')
    .option('--dry-run', 'only show what would become of them')
    .option('--reason <reason>', 'kept with the history')
    .action(migrate);
  withHubOptions(
    process
      .command('jobs')
      .description('what was asked of many instances at once, the newest first; or how one goes')
      .argument('<process>')
      .argument('[job]'),
  ).action(jobs);
  withHubOptions(
    process
      .command('recall')
      .description('take back what a job has not come to')
      .argument('<process>')
      .argument('<job>'),
  ).action(recall);
}

/** Starts the job that asks this of all the instances meant. */
export async function askMany(
  code: string,
  asked: Pick<StartJob, 'kind' | 'signal' | 'data'>,
  options: ManyOptions,
): Promise<void> {
  const body = {
    ...asked,
    ...(options.query !== undefined && { query: readQuery(options.query) }),
    ...(options.all && { all: true }),
    reason: options.reason,
  };
  const client = await processClient(options);
  tell(code, await client.post<Job>(`${encodeURIComponent(code)}/jobs`, body), options);
}

async function migrate(
  code: string,
  options: HubOptions & { query?: string; dryRun?: boolean; reason?: string },
): Promise<void> {
  const { reason } = options;
  if (!options.dryRun) {
    if (reason !== undefined) return askMany(code, { kind: 'migrate' }, { ...options, reason });
    const advice = 'Give it with --reason, or look first with --dry-run.';
    throw new CommandFailure('Why they are moved is not said.', advice, exitCodes.usage);
  }
  const foreseen = await (await processClient(options)).get<Migration>(
    `${encodeURIComponent(code)}/migration`,
    options.query === undefined ? {} : readQuery(options.query),
  );
  const { output, colors } = terminal();
  if (options.json) printJson(output, foreseen);
  else output.write(migrationText(foreseen, output, colors));
}

async function jobs(code: string, id: string | undefined, options: HubOptions): Promise<void> {
  const client = await processClient(options);
  const base = `${encodeURIComponent(code)}/jobs`;
  if (id !== undefined)
    return tell(code, await client.get<JobDetail>(`${base}/${readId(id, `process jobs ${code}`)}`), options);
  const answer = await client.get<Jobs>(base);
  const { output, colors } = terminal();
  if (options.json) printJson(output, answer);
  else output.write(jobsText(answer.jobs, output, colors));
}

async function recall(code: string, id: string, options: HubOptions): Promise<void> {
  const client = await processClient(options);
  const job = readId(id, `process jobs ${code}`);
  tell(code, await client.post<Job>(`${encodeURIComponent(code)}/jobs/${job}/cancel`, {}), options);
}

function tell(code: string, job: Job | JobDetail, options: HubOptions): void {
  const { output, colors } = terminal();
  if (options.json) printJson(output, job);
  else output.write(jobText(code, job, colors));
}

/** `status=stuck overdue=true`, as the list of the API takes it. */
export function readQuery(text: string): Record<string, string | number | boolean> {
  const words = text.split(/[\s&,]+/).filter((word) => word !== '');
  return Object.fromEntries(
    words.map((word) => {
      const [name = '', ...value] = word.split('=');
      if (value.length > 0) return [name, typed(name, value.join('='))];
      const advice = 'Write it as "status=stuck state=picking"; `process list` has the same words.';
      throw new CommandFailure(`\`${word}\` says nothing of an instance.`, advice, exitCodes.usage);
    }),
  );
}

function typed(name: string, text: string): string | number | boolean {
  if (name === 'version') return Number(text);
  return name === 'overdue' ? text === 'true' : text;
}
