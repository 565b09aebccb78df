import type { Command } from 'commander';
import type { Decided } from '../../api/operations/parked/contract.ts';
import { hubClient } from '../hubClient.ts';
import { count, printJson } from '../output.ts';
import { terminal } from '../terminal.ts';
import { type ChoiceOptions, choiceOf, withChoice } from './choice.ts';

interface DecideOptions extends ChoiceOptions {
  reason?: string;
}

export function registerDecisions(parked: Command): void {
  withChoice(parked.command('discard').description('take messages out of the line'))
    .requiredOption('--reason <reason>', 'kept with the decision')
    .action((ids: string[], options: DecideOptions) => decide('discard', 'discarded', ids, options));
  withChoice(parked.command('restore').description('park discarded messages again')).action(
    (ids: string[], options: DecideOptions) => decide('restore', 'parked again', ids, options),
  );
}

async function decide(
  verb: 'discard' | 'restore',
  done: string,
  ids: string[],
  options: DecideOptions,
): Promise<void> {
  const client = await hubClient(options);
  const answer = await client.post<Decided>(`parked/${verb}`, {
    ...choiceOf(ids, options),
    ...(options.reason !== undefined && { reason: options.reason }),
  });
  const { output, colors } = terminal();
  if (options.json) return printJson(output, answer);
  output.write(`${colors.green('✓')} ${count(answer.decided, 'message')} ${done}\n`);
  if (answer.left > 0) {
    output.write(`${count(answer.left, 'message')} left as they are: their state does not allow it\n`);
  }
}
