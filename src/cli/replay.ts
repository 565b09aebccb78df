import type { Command } from 'commander';
import type { ReplayAnswer } from '../api/operations/replay/contract.ts';
import { CommandFailure, exitCodes } from './failure.ts';
import { type HubOptions, hubClient, withHubOptions } from './hubClient.ts';
import { count, printJson } from './output.ts';
import { terminal } from './terminal.ts';

interface ReplayOptions extends HubOptions {
  from: string;
  confirm?: boolean;
}

export function register(program: Command): void {
  const command = program
    .command('replay')
    .description('deliver again to one target, from a position of the ledger or a time')
    .argument('<interface>', 'a target: <system>/<name>')
    .requiredOption('--from <position>', 'position (1204), or time (2026-03-01, 2026-03-01T08:00:00Z)')
    .option('--confirm', 'also when open messages lie in the range: they are delivered anew with the rest');
  withHubOptions(command).action(async (target: string, options: ReplayOptions) => {
    const from = readFrom(options.from);
    const client = await hubClient(options);
    const body = { interface: target, from, ...(options.confirm && { confirm: true }) };
    const answer = await client.post<ReplayAnswer>('replay', body);
    const { output, colors } = terminal();
    if (options.json) return printJson(output, answer);
    const { entries, superseded } = answer;
    output.write(
      `${colors.green('✓')} ${answer.interface} is delivered to again from #${answer.from} on: ${count(entries, 'entry', 'entries')} up to #${answer.was}\n`,
    );
    if (superseded > 0) output.write(`${count(superseded, 'open message')} in the range: taken up by it\n`);
    output.write('It begins within some ten seconds; watch it with `npx lineshaft status`\n');
  });
}

function readFrom(text: string): number | string {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? new Date(text) : undefined;
  if (time && !Number.isNaN(time.getTime())) return time.toISOString();
  throw new CommandFailure(
    `${text} is neither a position nor a time.`,
    'Write a position such as 1204, or a time such as 2026-03-01T08:00:00Z.',
    exitCodes.usage,
  );
}
