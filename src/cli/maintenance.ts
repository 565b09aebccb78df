import type { Command } from 'commander';
import type { MaintenanceAnswer, SystemMaintenance } from '../api/operations/maintenance/contract.ts';
import { type HubOptions, hubClient, withHubOptions } from './hubClient.ts';
import { printMaintenance, standing } from './maintenanceText.ts';
import { printJson } from './output.ts';
import { terminal } from './terminal.ts';

interface Options extends HubOptions {
  from?: string;
  to?: string;
  for?: string;
  by?: string;
  reason?: string;
}

const NAME = 'a system (na-erp), or one interface of it (na-erp/items)';
const TIME = 'a time at the site (2026-12-24 22:00) or an instant (2026-12-24T21:00:00Z)';

export function register(program: Command): void {
  const maintenance = program
    .command('maintenance')
    .description(
      'when systems, or single interfaces, are in maintenance: their deliveries wait, and nothing is asked of them',
    );
  const verb = (name: string, description: string) =>
    withHubOptions(maintenance.command(name).description(description));

  verb('list', 'the windows that hold now and come next').argument('[system]', NAME).action(list);

  verb('announce', 'a window, from now or from a time on')
    .argument('<system>', NAME)
    .option('--from <time>', `${TIME}; default: now`)
    .option('--to <time>', 'when it ends')
    .option('--for <duration>', 'how long it lasts, in place of --to: 2h, 30m')
    .option('--reason <reason>', 'shown to those who look at what is held')
    .action((system: string, { from, to, for: lasts, reason, ...options }: Options) =>
      say('announce', { system, from, to, lasts, reason }, options),
    );

  verb('extend', 'the window that holds now ends later')
    .argument('<system>', NAME)
    .option('--to <time>', TIME)
    .option('--by <duration>', 'later than its present end, in place of --to: 1h')
    .option('--reason <reason>', 'shown to those who look at what is held')
    .action((system: string, { to, by, reason, ...options }: Options) =>
      say('extend', { system, to, by, reason }, options),
    );

  verb('end', 'the window that holds now is over')
    .argument('<system>', NAME)
    .option('--reason <reason>', 'kept with the decision')
    .action((system: string, { reason, ...options }: Options) => say('end', { system, reason }, options));

  verb('cancel', 'a window still to come')
    .argument('<system>', NAME)
    .argument('<window>', 'the number of an announced window (7), or when any window starts')
    .option('--reason <reason>', 'kept with the decision')
    .action((system: string, window: string, { reason, ...options }: Options) => {
      const id = /^#?(\d{1,9})$/.exec(window)?.[1];
      return say(
        'cancel',
        { system, reason, ...(id === undefined ? { from: window } : { id: Number(id) }) },
        options,
      );
    });
}

async function list(system: string | undefined, options: HubOptions): Promise<void> {
  const client = await hubClient(options);
  const answer = await client.get<MaintenanceAnswer>('maintenance', { system });
  const { output, colors } = terminal();
  if (options.json) printJson(output, answer);
  else printMaintenance(answer, output, colors);
}

async function say(verb: string, body: object, options: HubOptions): Promise<void> {
  const client = await hubClient(options);
  const answer = await client.post<SystemMaintenance>(`maintenance/${verb}`, body);
  const { output, colors } = terminal();
  if (options.json) printJson(output, answer);
  else output.write(`${colors.green('✓')} ${standing(answer, Date.now())}\n`);
}
