import type { Command } from 'commander';
import { type HubOptions, withHubOptions } from '../hubClient.ts';
import { explainLineage } from './lineage.ts';
import { explainRules } from './rules.ts';
import { explainThing } from './thing.ts';

export function register(program: Command): void {
  const command = program
    .command('explain')
    .description(
      'a mapping: which field is made from which. An entity or a system: whose word counts and who is told, under which rule. An entity and a key: the same of this very thing, and who says what of it',
    )
    .argument('<what>', 'a .jsonata file, an entity such as item, or a system')
    .argument('[key]', 'a canonical key, `<system>:<local key>`, or a local key; asks a running hub')
    .option('--landscape <folder>', 'folder of the landscape', '.');
  withHubOptions(command).action(explain);
}

function explain(
  what: string,
  key: string | undefined,
  options: HubOptions & { landscape: string },
): Promise<void> {
  if (key !== undefined) return explainThing(what, key, options);
  return what.endsWith('.jsonata') ? explainLineage(what, options) : explainRules(what, options);
}
