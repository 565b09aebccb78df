import type { Command } from 'commander';
import type { WorkDecided, WorkDetail, WorkPage } from '../api/operations/work/contract.ts';
import { workKinds } from '../vocabulary/work.ts';
import { CommandFailure, exitCodes } from './failure.ts';
import { type HubOptions, hubClient, withHubOptions } from './hubClient.ts';
import { printJson } from './output.ts';
import { terminal } from './terminal.ts';
import { valueWritten } from './valueWritten.ts';
import { printWork, workText } from './workText.ts';

interface ListOptions extends HubOptions {
  kind?: string;
  entity?: string;
  system?: string;
  site?: string;
  about?: string;
  who?: string;
  overdue?: boolean;
  limit?: string;
}

export function register(program: Command): void {
  const work = program
    .command('work')
    .description(
      'what waits for a steward: pairs, conflicts, requests, approvals, what new things lack, translations, quality',
    );

  withHubOptions(work.command('list').description('all of it, what is due first at the top'))
    .option('--kind <kind>', workKinds.join(', '))
    .option('--entity <entity>', 'of this entity')
    .option('--system <system>', 'that came up at this system')
    .option('--site <site>', 'of this site')
    .option('--about <key>', 'about the thing with this canonical key')
    .option('--who <name>', 'given to them; or theirs, and given to nobody')
    .option('--overdue', 'only what is past its time')
    .option('--limit <count>', 'at most so many', '50')
    .action(list);

  withHubOptions(work.command('show').description('one of them, with what is needed to decide it'))
    .argument('<work>', 'as the list names it: request/12')
    .action(show);

  withHubOptions(work.command('assign').description('give it to someone').argument('<work>'))
    .argument('[person]', 'nobody: take it back')
    .option('--due <time>', 'until when, in place of the declared time: 2026-03-01T12:00:00Z')
    .action(assign);

  withHubOptions(work.command('comment').description('say something about it').argument('<work>'))
    .argument('<words...>')
    .action(comment);

  withHubOptions(work.command('decide').description('decide it').argument('<work>').argument('<decision>'))
    .option('--reason <reason>', 'kept with the decision')
    .option('--set <attribute=value...>', 'what is asked for: sites.detroit.planner=P17')
    .action(decide);
}

async function list(options: ListOptions): Promise<void> {
  const client = await hubClient(options);
  const { kind, entity, system, site, about: key, who, overdue, limit } = options;
  const query = { kind, entity, system, site, key, who, overdue, limit };
  const page = await client.get<WorkPage>('work', query);
  const { output, colors } = terminal();
  if (options.json) printJson(output, page);
  else printWork(page, Date.now(), output, colors);
}

async function show(name: string, options: HubOptions): Promise<void> {
  tell(await (await hubClient(options)).get<WorkDetail>(pathOf(name)), options);
}

async function assign(
  name: string,
  assignee: string | undefined,
  options: HubOptions & { due?: string },
): Promise<void> {
  const client = await hubClient(options);
  const body = {
    ...(assignee !== undefined && { assignee }),
    ...(options.due !== undefined && { dueAt: options.due }),
  };
  tell(await client.post<WorkDetail>(`${pathOf(name)}/assign`, body), options);
}

async function comment(name: string, words: string[], options: HubOptions): Promise<void> {
  const client = await hubClient(options);
  tell(await client.post<WorkDetail>(`${pathOf(name)}/comment`, { comment: words.join(' ') }), options);
}

async function decide(
  name: string,
  decision: string,
  options: HubOptions & { reason?: string; set?: string[] },
): Promise<void> {
  const client = await hubClient(options);
  const { reason, set } = options;
  const body = { decision, ...(reason !== undefined && { reason }), ...(set && { values: valuesOf(set) }) };
  const answer = await client.post<WorkDecided>(`${pathOf(name)}/decide`, body);
  const { output, colors } = terminal();
  if (options.json) printJson(output, answer);
  else output.write(`${colors.green('✓')} ${name}: ${answer.did}\n`);
}

function tell(detail: WorkDetail, options: HubOptions): void {
  const { output, colors } = terminal();
  if (options.json) printJson(output, detail);
  else output.write(workText(detail, Date.now(), colors));
}

/** `baseUnit=EA` → `{ baseUnit: 'EA' }`; a value in JSON is what it says, any other is text. */
function valuesOf(set: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    set.map((each) => {
      const at = each.indexOf('=');
      if (at > 0) return [each.slice(0, at), valueWritten(each.slice(at + 1))];
      throw new CommandFailure(`${each} sets nothing.`, 'Write it as `attribute=value`.', exitCodes.usage);
    }),
  );
}

/** `request/12` → `work/request/12`. */
function pathOf(name: string): string {
  const slash = name.indexOf('/');
  if (slash > 0) return `work/${name.slice(0, slash)}/${encodeURIComponent(name.slice(slash + 1))}`;
  throw new CommandFailure(
    `${name} names no work.`,
    'Take it from the first column of `npx lineshaft work list`: request/12.',
    exitCodes.usage,
  );
}
