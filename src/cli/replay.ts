import { setTimeout } from 'node:timers/promises';
import type { Command } from 'commander';
import type { Replay, ReplayPreview, Replays } from '../api/operations/replay/contract.ts';
import { CommandFailure, exitCodes } from './failure.ts';
import { type HubClient, type HubOptions, hubClient, withHubOptions } from './hubClient.ts';
import { printJson, progress } from './output.ts';
import { previewText, printReplays, progressText, replayText, startedText } from './replayText.ts';
import { terminal } from './terminal.ts';

interface ReplayOptions extends HubOptions {
  from?: string;
  to?: string;
  rate?: string;
  preview?: boolean;
  cancel?: boolean;
  wait: boolean;
}

const ASK_EVERY_MS = 500;

export function register(program: Command): void {
  const command = program
    .command('replay')
    .description('deliver again to one target what it got, beside its live traffic')
    .argument('[interface]', 'a target: <system>/<name>; without it: the replays so far, the newest first')
    .option('--from <position>', 'position (1204), or time (2026-03-01, 2026-03-01T08:00:00Z)')
    .option('--to <position>', 'position or time (default: all it has come to)')
    .option('--rate <count>', 'deliveries a second at the most (default: 100)')
    .option('--preview', 'only say what it would do')
    .option('--cancel', 'end the one that is under way')
    .option('--no-wait', 'do not wait for its end');
  withHubOptions(command).action(async (target: string | undefined, options: ReplayOptions) => {
    const client = await hubClient(options);
    if (target === undefined) return list(client, options);
    if (options.cancel)
      return show(await client.post<Replay>('replay/cancel', { interface: target }), options);
    const range = readRange(target, options);
    if (options.preview) return preview(client, range, options);
    const rate = options.rate === undefined ? {} : { rate: readRate(options.rate) };
    const started = await client.post<Replay>('replay', { ...range, ...rate });
    if (!options.wait) return tellStarted(started, options);
    const ended = await follow(client, started);
    show(ended, options);
    if (ended.state !== 'done' || ended.parked > 0) process.exitCode = exitCodes.failed;
  });
}

async function list(client: HubClient, { json }: ReplayOptions): Promise<void> {
  const answer = await client.get<Replays>('replay');
  const { output, colors } = terminal();
  if (json) printJson(output, answer);
  else printReplays(answer.replays, output, colors);
}

async function preview(client: HubClient, range: object, { json }: ReplayOptions): Promise<void> {
  const answer = await client.post<ReplayPreview>('replay/preview', range);
  const { output, colors } = terminal();
  if (json) return printJson(output, answer);
  output.write(previewText(answer, colors));
}

/** Asks until it is over. Whoever breaks this off leaves the replay running. */
async function follow(client: HubClient, started: Replay): Promise<Replay> {
  const line = progress();
  let replay = started;
  while (replay.state === 'running') {
    line.show(progressText(replay, Date.now()));
    await setTimeout(ASK_EVERY_MS);
    replay = (await client.get<Replays>('replay', { id: started.id })).replays[0]!;
  }
  line.done();
  return replay;
}

function tellStarted(replay: Replay, { json }: ReplayOptions): void {
  const { output, colors } = terminal();
  if (json) printJson(output, replay);
  else output.write(startedText(replay, colors));
}

function show(replay: Replay, { json }: ReplayOptions): void {
  const { output, colors } = terminal();
  if (json) printJson(output, replay);
  else output.write(replayText(replay, colors));
}

function readRange(target: string, { from, to }: ReplayOptions) {
  if (from === undefined) {
    const advice = 'Give --from with a position such as 1204, or a time such as 2026-03-01T08:00:00Z.';
    throw new CommandFailure('From where to deliver again is not said.', advice, exitCodes.usage);
  }
  return { interface: target, from: readPlace(from), ...(to !== undefined && { to: readPlace(to) }) };
}

function readPlace(text: string): number | string {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? new Date(text) : undefined;
  if (time && !Number.isNaN(time.getTime())) return time.toISOString();
  throw new CommandFailure(
    `${text} is neither a position nor a time.`,
    'Write a position such as 1204, or a time such as 2026-03-01T08:00:00Z.',
    exitCodes.usage,
  );
}

function readRate(text: string): number {
  const rate = Number(text);
  if (rate > 0 && rate <= 100_000) return rate;
  throw new CommandFailure(
    `${text} is not a rate.`,
    'Write deliveries a second, such as 20.',
    exitCodes.usage,
  );
}
