import type { Command } from 'commander';
import type { ReplayJob, ReplayStarted } from '../../api/operations/parked/jobContract.ts';
import { exitCodes } from '../failure.ts';
import { type HubClient, hubClient } from '../hubClient.ts';
import { count, printJson, progress } from '../output.ts';
import { terminal } from '../terminal.ts';
import { type ChoiceOptions, choiceOf, withChoice } from './choice.ts';
import { jobLine, printJob } from './jobText.ts';

interface ReplayOptions extends ChoiceOptions {
  wait: boolean;
}

export function registerReplay(parked: Command): void {
  withChoice(
    parked.command('replay').description('hand messages back to the line, and say what came of them'),
  )
    .option('--no-wait', 'only hand them back')
    .action(replay);
}

async function replay(ids: string[], options: ReplayOptions): Promise<void> {
  const client = await hubClient(options);
  const started = await client.post<ReplayStarted>('parked/replay', choiceOf(ids, options));
  const { output, colors } = terminal();
  const { job, decided, left } = started;
  if (job !== undefined && options.wait) {
    const ended = await follow(client, job);
    if (options.json) printJson(output, ended);
    else printJob(ended, output, colors);
    if (ended.outcomes['still-parks']) process.exitCode = exitCodes.failed;
  } else if (options.json) printJson(output, started);
  else {
    output.write(`${colors.green('✓')} ${count(decided, 'message')} handed back to the line\n`);
    if (job !== undefined) output.write(`See how it goes with \`lineshaft parked jobs ${job}\`\n`);
  }
  if (left > 0 && !options.json) {
    output.write(`${count(left, 'message')} left as they are: not open, or waiting behind an earlier one\n`);
  }
}

/** Until the line has come to every message; leaving it does not stop the job. */
async function follow(client: HubClient, id: number): Promise<ReplayJob> {
  const line = progress();
  for (;;) {
    const job = await client.get<ReplayJob>(`parked/jobs/${id}`);
    if (job.state !== 'running') {
      line.done();
      return job;
    }
    line.show(jobLine(job));
    await new Promise((again) => setTimeout(again, 250));
  }
}
