import type { ConnectivityRule, Landscape } from '../landscape.ts';
import { type Belonging, belongings, type Governed, ruleFor } from './governing.ts';
import { hearersOf, spokenOf, tellersOf } from './tellers.ts';

/** What the word of a source interface is worth under a rule. */
export type TellerRole = 'authority' | 'proposes' | 'contributes' | 'states' | 'kept aside';

export interface Teller {
  interface: string;
  role: TellerRole;
  file: string;
  line: number;
}

export interface Receiver {
  interface: string;
  gets: 'changes' | 'proposals';
  /** Attributes that a new thing must have before. */
  requires?: string[];
  /** By its own declaration it gets less than the rule gives it: of these sites alone. */
  sites?: string[];
  /** And what this holds for alone, JSONata. */
  where?: string;
  file: string;
  line: number;
}

/** What the rules make of one entity in one place: whose word counts, and who is told. */
export interface Wire {
  entity: string;
  rule: ConnectivityRule;
  /** Where the rule holds for it. */
  places: Belonging[];
  tellers: Teller[];
  receivers: Receiver[];
}

/** The compiled wiring, entity by entity; rules of one entity in the order in which the places meet them. */
export function wire(landscape: Governed): Wire[] {
  const places = belongings(landscape.segments.keys(), landscape.sites.values());
  return spokenOf(landscape.systems).flatMap((entity) => {
    const byRule = new Map<ConnectivityRule, Belonging[]>();
    for (const place of places) {
      const rule = ruleFor(landscape.connectivity, entity, place);
      if (rule) byRule.set(rule, [...(byRule.get(rule) ?? []), place]);
    }
    return [...byRule].map(([rule, its]) => ({
      entity,
      rule,
      places: its,
      tellers: tellersUnder(rule, entity, landscape.systems),
      receivers: receiversUnder(rule, entity, landscape.systems),
    }));
  });
}

function tellersUnder(rule: ConnectivityRule, entity: string, systems: Landscape['systems']): Teller[] {
  return tellersOf(systems, entity).map(({ system, interface: { id, line } }) => ({
    interface: id,
    role: roleOf(rule, system.code, id),
    file: system.file,
    line,
  }));
}

/** What an interface's word is worth under a rule. */
export function roleOf(rule: ConnectivityRule, system: string, interfaceId: string): TellerRole {
  switch (rule.model) {
    case 'centralized':
      return system === rule.authority ? 'authority' : 'proposes';
    case 'federated':
      return rule.members === undefined || rule.members.includes(system) ? 'contributes' : 'kept aside';
    case 'event-driven':
      return 'states';
    case 'hybrid': {
      const heard = rule.stage === 'live' ? rule.modern : rule.legacy;
      const silent = rule.stage === 'live' ? rule.legacy : rule.modern;
      if (interfaceId === silent) return 'kept aside';
      return interfaceId === heard ? 'authority' : 'contributes';
    }
  }
}

function receiversUnder(rule: ConnectivityRule, entity: string, systems: Landscape['systems']): Receiver[] {
  return hearersOf(systems, entity).flatMap(({ system, interface: declared }) => {
    const { id, line, takes, requires, sites, where } = declared;
    // Processes speak to systems whatever the rules say of their data.
    if (takes === 'commands') return [];
    const isAuthority = system.code === rule.authority;
    if (takes === 'proposals' ? !isAuthority : isAuthority) return [];
    const narrowed = { ...(sites.length > 0 && { sites }), ...(where !== undefined && { where }) };
    const gates = requires.length > 0 && { requires };
    return { interface: id, gets: takes, ...gates, ...narrowed, file: system.file, line };
  });
}

/** How a target narrows what the rule gives it, in words; empty: it gets all of it. */
export function narrowingOf({ sites, where }: Pick<Receiver, 'sites' | 'where'>): string {
  const words = [sites && `at ${sites.join(', ')}`, where && `where ${where.replaceAll(/\s+/g, ' ').trim()}`];
  const known = words.filter((each) => each !== undefined);
  return known.length === 0 ? '' : `, only ${known.join(' and ')}`;
}
