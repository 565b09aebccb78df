import type { Command } from 'commander';
import type { TraceAnswer } from '../api/operations/trace/contract.ts';
import type { LatestAnswer } from '../api/operations/trace/latestContract.ts';
import { CommandFailure } from './failure.ts';
import { type HubOptions, hubClient, withHubOptions } from './hubClient.ts';
import { latestText } from './latestText.ts';
import { printJson } from './output.ts';
import { terminal } from './terminal.ts';
import { traceText } from './traceText.ts';

interface TraceOptions extends HubOptions {
  entity?: string;
  raw?: boolean;
  passed?: boolean;
}

export function register(program: Command): void {
  const command = program
    .command('trace')
    .description('the whole journey of a thing: source document, mapping, ledger, each delivery')
    .argument(
      '[key]',
      'number in any system, `<system>:<number>`, canonical key, fact id or identifier; none: what was told of last',
    )
    .option('--entity <entity>', 'when the key names things of several entities')
    .option('--raw', 'whole source documents')
    .option('--passed', 'also targets that left an entry out');
  withHubOptions(command).action(async (key: string | undefined, options: TraceOptions) => {
    const client = await hubClient(options);
    if (key === undefined) return tellLatest(await client.get<LatestAnswer>('latest'), options);
    const raw = options.raw ? 100_000 : undefined;
    const answer = await client.get<TraceAnswer>('trace', {
      key,
      entity: options.entity,
      raw,
      compare: true,
    });
    const { output, colors } = terminal();
    if (options.json) printJson(output, answer);
    else
      output.write(traceText(answer, { raw: options.raw === true, passed: options.passed === true }, colors));
    if (answer.matches.length === 0 && answer.held.length === 0) throw unknown(key);
  });
}

function tellLatest(answer: LatestAnswer, { json }: TraceOptions): void {
  const { output, colors } = terminal();
  if (json) printJson(output, answer);
  else output.write(latestText(answer, Date.now(), output, colors));
}

function unknown(key: string): CommandFailure {
  return new CommandFailure(
    `Nothing the hub has seen is called ${key}.`,
    'See with `npx lineshaft status` whether its source is late.',
  );
}
