import type { Command } from 'commander';
import type { AcceptedRequest, RequestsPage } from '../api/operations/requests/contract.ts';
import { type HubOptions, hubClient, withHubOptions } from './hubClient.ts';
import { printJson } from './output.ts';
import { readId } from './readId.ts';
import { requestsText } from './requestsText.ts';
import { terminal } from './terminal.ts';

interface ListOptions extends HubOptions {
  entity?: string;
  system?: string;
  state?: string;
  limit?: string;
  cursor?: string;
}

export function register(program: Command): void {
  const requests = program
    .command('requests')
    .description('what systems would change of what another one is the authority for');

  withHubOptions(requests.command('list').description('those nobody has decided, the oldest first'))
    .option('--entity <entity>', 'of this entity')
    .option('--system <system>', 'asked by this system')
    .option('--state <state>', 'open, "taken over", withdrawn, rejected, accepted', 'open')
    .option('--limit <count>', 'at most so many', '50')
    .option('--cursor <cursor>', 'go on where the last list ended')
    .action(list);

  withHubOptions(requests.command('reject').description('say no to one').argument('<id>'))
    .requiredOption('--reason <reason>', 'kept with the decision')
    .action(reject);

  withHubOptions(
    requests.command('accept').description('say yes to one in place of the authority').argument('<id>'),
  )
    .option('--reason <reason>', 'kept with the decision')
    .action(accept);
}

async function list(options: ListOptions): Promise<void> {
  const client = await hubClient(options);
  const { entity, system, state, limit, cursor } = options;
  const page = await client.get<RequestsPage>('requests', { entity, system, state, limit, cursor });
  const { output, colors } = terminal();
  if (options.json) printJson(output, page);
  else output.write(requestsText(page, Date.now(), colors));
}

async function reject(id: string, options: HubOptions & { reason: string }): Promise<void> {
  const client = await hubClient(options);
  const answer = await client.post(`requests/${readId(id, 'requests list')}/reject`, {
    reason: options.reason,
  });
  const { output, colors } = terminal();
  if (options.json) printJson(output, answer);
  else output.write(`${colors.green('✓')} change request ${id} is rejected; nothing changes\n`);
}

async function accept(id: string, options: HubOptions & { reason?: string }): Promise<void> {
  const client = await hubClient(options);
  const { reason } = options;
  const body = reason === undefined ? {} : { reason };
  const path = `requests/${readId(id, 'requests list')}/accept`;
  const answer = await client.post<AcceptedRequest>(path, body);
  const { output, colors } = terminal();
  if (options.json) return printJson(output, answer);
  const what = answer.changed.join(', ') || 'what is new is there now';
  output.write(`${colors.green('✓')} change request ${id} is accepted: ${what}\n`);
}
