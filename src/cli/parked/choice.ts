import type { Command } from 'commander';
import { CommandFailure, exitCodes } from '../failure.ts';
import { type HubOptions, withHubOptions } from '../hubClient.ts';
import { readId } from '../readId.ts';

export interface FilterOptions extends HubOptions {
  interface?: string;
  system?: string;
  entity?: string;
  code?: string;
  of?: string;
  group?: string;
  since?: string;
  until?: string;
}

export interface ChoiceOptions extends FilterOptions {
  all?: boolean;
}

export function withFilter(command: Command): Command {
  return withHubOptions(command)
    .option('--interface <interface>', 'of this interface: <system>/<name>')
    .option('--system <system>', 'of this system')
    .option('--entity <entity>', 'of this entity')
    .option('--code <code>', 'with this problem')
    .option('--of <key>', 'of this key')
    .option('--group <id>', 'parked for this cause, from `parked groups`')
    .option('--since <time>', 'parked at this time or later: 2026-03-01, 2026-03-01T08:00:00Z')
    .option('--until <time>', 'parked before this time');
}

/** Ids as arguments, a filter, or all. */
export function withChoice(command: Command): Command {
  return withFilter(command.argument('[ids...]')).option('--all', 'every open message');
}

export function filterOf(options: FilterOptions): Record<string, string> {
  const { interface: id, system, entity, code, of, group, since, until } = options;
  const filter = {
    interface: id,
    system,
    entity,
    code,
    key: of,
    group,
    since: since === undefined ? undefined : readTime(since),
    until: until === undefined ? undefined : readTime(until),
  };
  return Object.fromEntries(
    Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** The body of a request that says which messages are meant. */
export function choiceOf(ids: readonly string[], options: ChoiceOptions): object {
  const filter = filterOf(options);
  return {
    ...(ids.length > 0 && { ids: ids.map((id) => readId(id, 'parked list')) }),
    ...(Object.keys(filter).length > 0 && { filter }),
    ...(options.all && { all: true }),
  };
}

function readTime(text: string): string {
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? new Date(text) : undefined;
  if (time && !Number.isNaN(time.getTime())) return time.toISOString();
  throw new CommandFailure(
    `${text} is not a time.`,
    'Write it as 2026-03-01 or 2026-03-01T08:00:00Z.',
    exitCodes.usage,
  );
}
