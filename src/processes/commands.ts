import type { NewEntry } from '../vocabulary/envelope.ts';
import type { Issued } from './instance.ts';
import type { RunningProcess } from './running.ts';

/** A command as it stands in the ledger, for the targets that take it. */
export function commandEntry({ machines }: RunningProcess, { instance, given, at }: Issued): NewEntry {
  const { chart } = machines.get(instance.version)!;
  const { entity, verb, asks } = chart.commands.find(({ name }) => name === given.name)!;
  const { name: command, key, n, data, undoes, replaces } = given;
  return {
    id: commandId(instance, n),
    type: `command.${entity}.${verb}`,
    entity,
    system: chart.code,
    subject: key,
    partitionKey: key,
    time: at,
    data: JSON.stringify({
      verb,
      data,
      process: chart.code,
      instance: instance.id,
      command,
      n,
      ...(asks && { asks }),
      ...(undoes !== undefined && { undoes }),
      ...(replaces !== undefined && { replaces: commandId(instance, replaces) }),
    }),
    // Targets with `sites:` take the commands of theirs.
    ...(typeof data['site'] === 'string' && { site: data['site'] }),
    mentions: key === instance.about ? [] : [instance.about],
  };
}

function commandId({ id }: Issued['instance'], n: string): string {
  return `${id}#${n}`;
}
