import type { Command } from 'commander';
import type { CodeAdded, CodeAdditions, MissingCodes } from '../api/operations/codes/contract.ts';
import type { ReplayStarted } from '../api/operations/parked/jobContract.ts';
import { addedText, printAdditions, printMissing } from './codesText.ts';
import { type HubOptions, hubClient, withHubOptions } from './hubClient.ts';
import { count, printJson } from './output.ts';
import { terminal } from './terminal.ts';

export function register(program: Command): void {
  const codes = program.command('codes').description('code lists: what they lack, and completing them');

  withHubOptions(
    codes.command('missing').description('values without a translation, by how many messages wait'),
  ).action(missing);

  withHubOptions(
    codes.command('add').description('add a translation: in force at once, and in the landscape as a diff'),
  )
    .argument('<list>', 'canonical code list: unit')
    .argument('<system>', 'the system that writes the value')
    .argument('<value>', 'how the system writes it')
    .argument('<canonical>', 'the value of the canonical list')
    .option('--replay', 'hand back to the line what was parked for it')
    .action(add);

  withHubOptions(
    codes.command('added').description('what was added here, and whether it stands in the landscape'),
  ).action(added);
}

async function missing(options: HubOptions): Promise<void> {
  const answer = await (await hubClient(options)).get<MissingCodes>('codes/missing');
  const { output, colors } = terminal();
  if (options.json) printJson(output, answer);
  else printMissing(answer, Date.now(), output, colors);
}

async function add(
  list: string,
  system: string,
  value: string,
  canonical: string,
  options: HubOptions & { replay?: boolean },
): Promise<void> {
  const client = await hubClient(options);
  const answer = await client.post<CodeAdded>('codes', { list, system, value, canonical });
  const { group } = answer;
  const replay = options.replay && group !== undefined;
  const started = replay && (await client.post<ReplayStarted>('parked/replay', { filter: { group } }));
  const { output, colors } = terminal();
  if (options.json) return printJson(output, started ? { ...answer, replay: started } : answer);
  output.write(addedText(answer, colors));
  if (started)
    output.write(`${colors.green('✓')} ${count(started.decided, 'message')} handed back to the line\n`);
  else if (group !== undefined)
    output.write(
      `${count(answer.parked, 'message')} can go on now: \`lineshaft parked replay --group ${group}\`\n`,
    );
}

async function added(options: HubOptions): Promise<void> {
  const answer = await (await hubClient(options)).get<CodeAdditions>('codes/additions');
  const { output, colors } = terminal();
  if (options.json) printJson(output, answer);
  else printAdditions(answer, output, colors);
}
