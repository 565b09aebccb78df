import type { Command } from 'commander';
import type { QualityAnswer } from '../api/operations/quality/contract.ts';
import { type HubOptions, hubClient, withHubOptions } from './hubClient.ts';
import { printJson } from './output.ts';
import { printQuality } from './qualityText.ts';
import { terminal } from './terminal.ts';

interface QualityOptions extends HubOptions {
  site?: string;
  system?: string;
  hours: string;
}

export function register(program: Command): void {
  withHubOptions(
    program
      .command('quality')
      .description('how good what systems say is: share without a finding, and the rules broken')
      .argument('[entity]'),
  )
    .option('--site <site>', 'of this site')
    .option('--system <system>', 'told by this system')
    .option('--hours <count>', 'how far back', '24')
    .action(quality);
}

async function quality(entity: string | undefined, options: QualityOptions): Promise<void> {
  const { site, system, hours } = options;
  const client = await hubClient(options);
  const answer = await client.get<QualityAnswer>('quality', { entity, site, system, hours });
  const { output, colors } = terminal();
  if (options.json) printJson(output, answer);
  else printQuality(answer, output, colors);
}
