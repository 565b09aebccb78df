import { comparePlans, type PlanChange, planOf } from './connectivity/plan.ts';
import type { Interface, Landscape } from './landscape.ts';
import { type Prints, partsChanged } from './prints.ts';

/** What another landscape would change of the one that runs. */
export interface Difference {
  /** Whose word counts, and who is told. */
  rules: PlanChange[];
  /** What is started, stopped, or started anew. */
  interfaces: InterfaceChange[];
}

export interface InterfaceChange {
  interface: string;
  change: 'added' | 'removed' | 'changed';
  /** In words: `told from the beginning of the ledger`. */
  words: string[];
}

export function isNothing({ rules, interfaces }: Difference): boolean {
  return rules.length === 0 && interfaces.length === 0;
}

export interface Printed {
  landscape: Landscape;
  prints: Prints;
}

/** `running` undefined: nothing ran. */
export function differenceOf(running: Printed | undefined, next: Printed): Difference {
  const before = interfacesOf(running?.landscape);
  const after = interfacesOf(next.landscape);
  const ids = [...new Set([...before.keys(), ...after.keys()])].sort();
  return {
    rules: comparePlans(running ? planOf(running.landscape) : [], planOf(next.landscape)),
    interfaces: ids.flatMap((id): InterfaceChange[] => {
      const [was, is] = [before.get(id), after.get(id)];
      if (!was) return [{ interface: id, change: 'added', words: added(is!) }];
      if (!is) return [{ interface: id, change: 'removed', words: removed(was) }];
      const words = changed(id, running!.prints, next.prints);
      return words.length === 0 ? [] : [{ interface: id, change: 'changed', words }];
    }),
  };
}

/** Ids of the interfaces that cannot go on as they are. */
export function changed(id: string, before: Prints, after: Prints): string[] {
  const system = id.slice(0, id.indexOf('/'));
  const own = partsChanged(before.interfaces.get(id) ?? {}, after.interfaces.get(id) ?? {});
  const shared = partsChanged(before.systems.get(system) ?? {}, after.systems.get(system) ?? {});
  return [
    ...own.map((part) => `its ${WORDS[part] ?? part} changed`),
    ...shared.map((part) => `the system's ${WORDS[part] ?? part} changed`),
  ];
}

const WORDS: Record<string, string> = {
  statements: 'SQL',
  codes: 'code lists',
  rules: 'connectivity rules',
  writing: 'knowledge of what the hub writes to the same system',
  keys: 'keys or author',
  direction: 'first or last target interface',
};

function added(each: Interface): string[] {
  if (each.direction === 'source') return [`starts, reading ${each.entity} from the beginning`];
  const from = each.from === 'now' ? 'only what comes from now on' : 'from the beginning of the ledger';
  return [`starts: it is told ${each.entity} ${from}, or goes on where it stopped if it ran before`];
}

function removed(each: Interface): string[] {
  const what = each.direction === 'source' ? 'is no longer read' : 'is no longer told';
  return [`stops: ${each.entity} ${what}; how far it came is kept`];
}

function interfacesOf(landscape: Landscape | undefined): Map<string, Interface> {
  const all = [...(landscape?.systems.values() ?? [])].flatMap((system) => [...system.interfaces.values()]);
  return new Map(all.map((each) => [each.id, each]));
}
