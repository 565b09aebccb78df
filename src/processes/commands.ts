import type { NewEntry } from '../vocabulary/envelope.ts';
import type { Issued } from './instance.ts';
import type { RunningProcess } from './running.ts';

/** A command as it stands in the ledger, for the targets that take it. */
export function commandEntry({ machines }: RunningProcess, { instance, given, at }: Issued): NewEntry {
  const { chart } = machines.get(instance.version)!;
  const { entity, verb, asks } = chart.commands.find(({ name }) => name === given.name)!;
  const { name: command, key, n, data, undoes } = given;
  return {
    id: commandId(instance.id, n),
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
    }),
    // Targets with `sites:` take the commands of theirs.
    ...(typeof data['site'] === 'string' && { site: data['site'] }),
    mentions: key === instance.about ? [] : [instance.about],
  };
}

export function commandId(instance: string, n: string): string {
  return `${instance}#${n}`;
}
