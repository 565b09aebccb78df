import type { Command } from 'commander';
import type { KeyAdded } from '../api/operations/keys/contract.ts';
import { type HubOptions, hubClient, withHubOptions } from './hubClient.ts';
import { printJson } from './output.ts';
import { terminal } from './terminal.ts';

export function register(program: Command): void {
  const keys = program.command('keys').description('keys of those who ask and decide');
  withHubOptions(
    keys.command('add').description('a key for one more person or program').argument('<name>'),
  ).action(add);
}

async function add(name: string, options: HubOptions): Promise<void> {
  const answer = await (await hubClient(options)).post<KeyAdded>('keys', { name });
  const { output, colors } = terminal();
  if (options.json) return printJson(output, answer);
  output.write(
    `${colors.green('✓')} ${answer.name} acts with this key; it is shown this once:\n${answer.key}\n`,
  );
}
