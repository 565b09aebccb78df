import type { Command } from 'commander';
import type { KeyAdded, KeyRevoked, KeysAnswer } from '../api/operations/keys/contract.ts';
import { type HubOptions, hubClient, withHubOptions } from './hubClient.ts';
import { printJson, table } from './output.ts';
import { terminal } from './terminal.ts';
import { clock, printable } from './words.ts';

interface AddOptions extends HubOptions {
  role: string;
  sites?: string;
}

export function register(program: Command): void {
  const keys = program.command('keys').description('keys of those who ask and decide');
  withHubOptions(keys.command('add').description('a key for one more person or program').argument('<name>'))
    .option('--role <role>', 'viewer, operator, steward, integrator or admin', 'viewer')
    .option('--sites <codes>', 'where they may act: detroit,toledo (default: everywhere)')
    .action(add);
  withHubOptions(keys.command('list').description('who has which')).action(list);
  withHubOptions(keys.command('revoke').description('take a key back').argument('<name>')).action(revoke);
}

async function add(name: string, { role, sites, ...options }: AddOptions): Promise<void> {
  const body = { name, role, ...(sites !== undefined && { sites: sites.split(',') }) };
  const answer = await (await hubClient(options)).post<KeyAdded>('keys', body);
  const { output, colors } = terminal();
  if (options.json) return printJson(output, answer);
  output.write(
    `${colors.green('✓')} ${answer.name} acts with this key; it is shown this once:\n${answer.key}\n`,
  );
}

async function list(options: HubOptions): Promise<void> {
  const answer = await (await hubClient(options)).get<KeysAnswer>('keys');
  const { output, colors } = terminal();
  if (options.json) return printJson(output, answer);
  const { keys } = printable(answer);
  const columns = [
    { title: 'NAME', value: ({ name }: (typeof keys)[number]) => name },
    { title: 'ROLE', value: ({ role }: (typeof keys)[number]) => role },
    { title: 'SITES', value: ({ sites }: (typeof keys)[number]) => sites?.join(', ') ?? 'all' },
    { title: 'MADE', value: ({ madeAt }: (typeof keys)[number]) => clock(Date.parse(madeAt), Date.now()) },
    { title: 'BY', value: ({ madeBy }: (typeof keys)[number]) => madeBy ?? 'the hub' },
  ];
  output.write(table(columns, keys, output, colors));
}

async function revoke(name: string, options: HubOptions): Promise<void> {
  const answer = await (await hubClient(options)).post<KeyRevoked>('keys/revoke', { name });
  const { output, colors } = terminal();
  if (options.json) return printJson(output, answer);
  output.write(`${colors.green('✓')} the key of ${printable(answer).name} opens nothing any more\n`);
}
