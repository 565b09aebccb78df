import type { Command } from 'commander';
import type { ParkedDetail } from '../../api/operations/parked/contract.ts';
import type { Unblocked } from '../../api/operations/parked/editContract.ts';
import { difference } from '../../mapping/difference.ts';
import type { Json } from '../../vocabulary/json.ts';
import { differenceLine } from '../differenceLine.ts';
import { type HubOptions, hubClient, withHubOptions } from '../hubClient.ts';
import { count, printJson } from '../output.ts';
import { readId } from '../readId.ts';
import { terminal } from '../terminal.ts';
import { printable } from '../words.ts';
import { editText, readDocument } from './editor.ts';

interface ReasonOptions extends HubOptions {
  reason: string;
}

interface EditOptions extends ReasonOptions {
  file?: string;
}

export function registerMessage(parked: Command): void {
  withHubOptions(
    parked
      .command('edit')
      .description('give one incoming message another document; the original stays')
      .argument('<id>'),
  )
    .option('--file <file>', 'the whole document as JSON; without it $EDITOR opens')
    .requiredOption('--reason <reason>', 'kept with the edit')
    .action(edit);
  withHubOptions(
    parked
      .command('unblock')
      .description('let the later messages of its key go on while it stays parked')
      .argument('<id>'),
  )
    .requiredOption('--reason <reason>', 'kept with the decision')
    .action(unblock);
}

async function edit(text: string, { file, reason, ...options }: EditOptions): Promise<void> {
  const id = readId(text, 'parked list');
  const client = await hubClient(options);
  const message = await client.get<ParkedDetail>(`parked/${id}`);
  const before = (message.edits?.at(-1)?.document ?? message.document) as Json | undefined;
  const document = file === undefined ? await editText(before ?? null) : await readDocument(file);
  const { output, colors } = terminal();
  const lines = difference(before, document);
  if (!lines.some(({ sign }) => sign === '+' || sign === '-')) {
    output.write('nothing was changed\n');
    return;
  }
  const answer = await client.post<ParkedDetail>(`parked/${id}/edit`, { document, reason });
  if (options.json) return printJson(output, answer);
  for (const line of printable(lines)) output.write(`${differenceLine(line, colors)}\n`);
  output.write(
    `${colors.green('✓')} message ${id} has version ${answer.edits!.at(-1)!.version} of its document; see what it would do with \`lineshaft parked preview ${id}\`\n`,
  );
}

async function unblock(text: string, { reason, ...options }: ReasonOptions): Promise<void> {
  const client = await hubClient(options);
  const answer = await client.post<Unblocked>(`parked/${readId(text, 'parked list')}/unblock`, { reason });
  const { output, colors } = terminal();
  if (options.json) return printJson(output, answer);
  const { id, key, freed } = printable(answer);
  output.write(
    `${colors.green('✓')} message ${id} holds ${key} no longer: ${count(freed, 'message')} behind it may go on; it stays parked\n`,
  );
}
