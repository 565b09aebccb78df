import type { Command } from 'commander';
import type { Preview } from '../../api/operations/parked/previewContract.ts';
import { FORESEEN_OUTCOMES } from '../../vocabulary/outcomes.ts';
import { hubClient } from '../hubClient.ts';
import { printJson } from '../output.ts';
import { terminal } from '../terminal.ts';
import { type ChoiceOptions, choiceOf, withChoice } from './choice.ts';
import { printPreview } from './previewText.ts';

interface PreviewOptions extends ChoiceOptions {
  outcome?: string;
  limit: string;
}

export function registerPreview(parked: Command): void {
  withChoice(
    parked
      .command('preview')
      .description(
        'what would become of them with the present mappings, code lists and rules; changes nothing',
      ),
  )
    .option(
      '--outcome <outcome>',
      `show only those that end so: ${Object.keys(FORESEEN_OUTCOMES).join(', ')}`,
    )
    .option('--limit <count>', 'show so many one by one', '20')
    .action(preview);
}

async function preview(ids: string[], options: PreviewOptions): Promise<void> {
  const client = await hubClient(options);
  const answer = await client.post<Preview>('parked/preview', {
    ...choiceOf(ids, options),
    limit: Number(options.limit),
    ...(options.outcome !== undefined && { outcome: options.outcome }),
  });
  const { output, colors } = terminal();
  if (options.json) printJson(output, answer);
  else printPreview(answer, output, colors);
}
