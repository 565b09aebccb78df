import type { Command } from 'commander';
import type { JobsAnswer, ReplayJob } from '../../api/operations/parked/jobContract.ts';
import { type HubOptions, hubClient, withHubOptions } from '../hubClient.ts';
import { printJson } from '../output.ts';
import { readId } from '../readId.ts';
import { terminal } from '../terminal.ts';
import { printJob, printJobs } from './jobText.ts';

export function registerJobs(parked: Command): void {
  withHubOptions(
    parked.command('jobs').description('replays, the newest first; or how one goes').argument('[job]'),
  ).action(jobs);
  withHubOptions(
    parked.command('cancel').description('take back what a replay has not come to').argument('<job>'),
  ).action(cancel);
}

async function jobs(id: string | undefined, options: HubOptions): Promise<void> {
  const client = await hubClient(options);
  const { output, colors } = terminal();
  if (id !== undefined) {
    const job = await client.get<ReplayJob>(`parked/jobs/${readId(id, 'parked jobs')}`);
    return options.json ? printJson(output, job) : printJob(job, output, colors);
  }
  const answer = await client.get<JobsAnswer>('parked/jobs');
  if (options.json) printJson(output, answer);
  else printJobs(answer.jobs, output, colors);
}

async function cancel(id: string, options: HubOptions): Promise<void> {
  const client = await hubClient(options);
  const job = await client.post<ReplayJob>(`parked/jobs/${readId(id, 'parked jobs')}/cancel`, {});
  const { output, colors } = terminal();
  if (options.json) printJson(output, job);
  else printJob(job, output, colors);
}
