import type { Command } from 'commander';
import type { History, RecordAnswer } from '../api/operations/records/contract.ts';
import { CommandFailure, exitCodes } from './failure.ts';
import { type HubOptions, hubClient, withHubOptions } from './hubClient.ts';
import { printJson } from './output.ts';
import { historyText, recordText } from './recordText.ts';
import { terminal } from './terminal.ts';

interface RecordOptions extends HubOptions {
  history?: boolean;
  asOf?: string;
  limit?: string;
  cursor?: string;
}

export function register(program: Command): void {
  const command = program
    .command('record')
    .description('what the enterprise holds to be true of a thing, and who said each attribute of it')
    .argument('<entity>', 'such as item')
    .argument('<key>', 'canonical key, or `<system>:<local key>`')
    .option('--history', 'its versions, the newest first')
    .option('--as-of <time>', 'what the hub held then: 2026-03-01 or 2026-03-01T08:15:00Z')
    .option('--limit <count>', 'at most so many versions', '20')
    .option('--cursor <cursor>', 'go on where the last history ended');
  withHubOptions(command).action(show);
}

async function show(entity: string, key: string, options: RecordOptions): Promise<void> {
  const client = await hubClient(options);
  const path = `records/${encodeURIComponent(entity)}/${encodeURIComponent(key)}`;
  const { output, colors } = terminal();
  if (options.history) {
    const { limit, cursor } = options;
    const history = await client.get<History>(`${path}/history`, { limit, cursor });
    if (options.json) printJson(output, history);
    else output.write(historyText(history, colors));
    return;
  }
  const answer = await client.get<RecordAnswer>(path, { asOf: readTime(options.asOf) });
  if (options.json) printJson(output, answer);
  else output.write(recordText(answer, colors));
}

function readTime(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const at = Date.parse(text);
  if (Number.isFinite(at)) return new Date(at).toISOString();
  throw new CommandFailure(`${text} is no time.`, 'Write it as 2026-03-01T08:15:00Z.', exitCodes.usage);
}
