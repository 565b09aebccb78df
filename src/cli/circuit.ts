import type { Command } from 'commander';
import type { CircuitAnswer } from '../api/operations/circuit/contract.ts';
import { type HubOptions, hubClient, withHubOptions } from './hubClient.ts';
import { printJson } from './output.ts';
import { terminal } from './terminal.ts';
import { clock } from './words.ts';

interface CloseOptions extends HubOptions {
  reason?: string;
}

export function register(program: Command): void {
  const circuit = program.command('circuit').description('systems that could not be reached');
  const command = circuit
    .command('close')
    .description('send to a system again at once, also when it asked for a pause')
    .argument('<system>')
    .option('--reason <reason>', 'kept with the decision');
  withHubOptions(command).action(close);
}

async function close(system: string, options: CloseOptions): Promise<void> {
  const client = await hubClient(options);
  const { reason } = options;
  const body = { action: 'close', ...(reason !== undefined && { reason }) };
  const answer = await client.post<CircuitAnswer>(`systems/${encodeURIComponent(system)}/circuit`, body);
  const { output, colors } = terminal();
  if (options.json) return printJson(output, answer);
  const did = answer.was === 'closed' ? 'was closed already' : `is closed, it was ${answer.was}`;
  const pause =
    answer.pause === undefined
      ? ''
      : `; the pause it asked for until ${clock(Date.parse(answer.pause), Date.now())} is over`;
  output.write(`${colors.green('✓')} the circuit of ${answer.system} ${did}${pause}\n`);
}
