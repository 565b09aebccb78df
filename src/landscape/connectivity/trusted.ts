import type { Problem } from '../../vocabulary/problem.ts';
import type { ConnectivityRule, SurvivorshipRule } from '../landscape.ts';
import { breach } from './breach.ts';
import type { Governed } from './governing.ts';
import { tellersOf } from './tellers.ts';

/** Systems that a strategy trusts and that could never be heard: no member, or none of its interfaces tells what the rule is about. */
export function findSilentTrusted({ connectivity, systems }: Governed): Problem[] {
  return connectivity.flatMap((rule) =>
    (rule.survivorship ?? []).flatMap((strategy) =>
      trustedBy(strategy).flatMap((system) => {
        const why = silence(rule, system, systems);
        if (why === undefined) return [];
        const at = { file: rule.file, line: strategy.line };
        return breach(at, `${system} cannot be trusted here: ${why}`, adviceFor(rule, systems));
      }),
    ),
  );
}

function trustedBy({ order = [], system, systems = [] }: SurvivorshipRule): string[] {
  return [...order, ...systems, ...(system === undefined ? [] : [system])];
}

function silence(
  { members, entities }: ConnectivityRule,
  system: string,
  systems: Governed['systems'],
): string | undefined {
  if (members !== undefined && !members.includes(system)) return 'it is no member of the rule';
  const tells = entities.some((entity) =>
    tellersOf(systems, entity).some((each) => each.system.code === system),
  );
  return tells ? undefined : `no interface of it tells ${entities.join(', ')}`;
}

function adviceFor({ members, entities }: ConnectivityRule, systems: Governed['systems']): string {
  const tellers = entities.flatMap((entity) => tellersOf(systems, entity).map(({ system }) => system.code));
  const heard = [...new Set(tellers)].filter((code) => members === undefined || members.includes(code));
  return heard.length === 0
    ? 'Add an interface that tells it.'
    : `Those that can be heard: ${heard.join(', ')}.`;
}
