import type { Command } from 'commander';
import { explainLineage } from './lineage.ts';
import { explainRules } from './rules.ts';

export function register(program: Command): void {
  program
    .command('explain')
    .description(
      'a mapping: which field is made from which. An entity or a system: whose word counts and who is told, under which rule',
    )
    .argument('<what>', 'a .jsonata file, an entity such as item, or a system')
    .option('--landscape <folder>', 'folder of the landscape', '.')
    .option('--json', 'print it as JSON')
    .action((what: string, options: { landscape: string; json?: boolean }) =>
      what.endsWith('.jsonata') ? explainLineage(what, options) : explainRules(what, options),
    );
}
