import type { Command } from 'commander';
import type { CompletenessAnswer } from '../api/operations/completeness/contract.ts';
import { type HubOptions, hubClient, withHubOptions } from './hubClient.ts';
import { type Colors, type Output, printJson, table } from './output.ts';
import { terminal } from './terminal.ts';
import { number, printable } from './words.ts';

type Reference = CompletenessAnswer['references'][number];
type Translations = CompletenessAnswer['translations'][number];
type Target = CompletenessAnswer['targets'][number];

export function register(program: Command): void {
  withHubOptions(
    program
      .command('completeness')
      .description('how complete references, units and codes are, by system and entity and by target'),
  )
    .option('--system <system>', 'of this system')
    .option('--entity <entity>', 'of this entity')
    .action(completeness);
}

async function completeness(options: HubOptions & { system?: string; entity?: string }): Promise<void> {
  const { system, entity } = options;
  const answer = await (await hubClient(options)).get<CompletenessAnswer>('completeness', { system, entity });
  const { output, colors } = terminal();
  if (options.json) printJson(output, answer);
  else print(printable(answer), output, colors);
}

function print(
  { references, translations, targets }: CompletenessAnswer,
  output: Output,
  colors: Colors,
): void {
  const right = { align: 'right' as const };
  const coverage = [
    { title: 'SYSTEM', value: ({ system }: Reference) => system },
    { title: 'ENTITY', value: ({ entity }: Reference) => entity },
    { title: 'HAS A KEY', value: ({ known }: Reference) => number(known), ...right },
    { title: 'OF', value: ({ records }: Reference) => number(records), ...right },
    { title: 'SHARE', value: ({ share }: Reference) => percent(share), ...right },
  ];
  output.write(`${table(coverage, references, output, colors)}\n`);
  const translated = [
    { title: 'SYSTEM', value: ({ system }: Translations) => system },
    { title: 'ENTITY', value: ({ entity }: Translations) => entity },
    { title: 'OF', value: ({ what }: Translations) => what },
    { title: 'TRANSLATED', value: ({ known }: Translations) => number(known), ...right },
    { title: 'MISSING', value: ({ missing }: Translations) => number(missing), ...right },
    { title: 'SHARE', value: ({ share }: Translations) => percent(share), ...right },
    { title: 'PARKED', value: ({ parked }: Translations) => number(parked), ...right },
  ];
  output.write(`${table(translated, translations, output, colors)}\n`);
  const measured = [
    { title: 'TARGET', value: (each: Target) => each.interface },
    { title: 'ENTITY', value: ({ entity }: Target) => entity },
    { title: 'CAN GO', value: ({ deliverable }: Target) => number(deliverable), ...right },
    { title: 'OF', value: ({ meant }: Target) => number(meant), ...right },
    { title: 'SHARE', value: ({ share }: Target) => percent(share), ...right },
    { title: 'LIVE', value: liveOf },
    {
      title: 'LACKS',
      value: ({ missing }: Target) =>
        missing.map(({ what, count }) => `${what} ${number(count)}`).join(', ') || '–',
    },
  ];
  output.write(table(measured, targets, output, colors));
}

function liveOf({ goLive, liveAt }: Target): string {
  return goLive === undefined || liveAt !== undefined ? 'yes' : `at ${percent(goLive)}`;
}

function percent(share: number | null): string {
  return share === null ? '–' : `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;
}
