import type { PlanAnswer } from 'api/operations/plan/contract.ts';
import type { Interface } from '../ask/sites.ts';

export type Line = PlanAnswer['lines'][number];
export type Model = 'centralized' | 'federated' | 'event-driven' | 'hybrid';

/** An interface that has a part in a rule, and how far it is behind now. */
export interface Party {
  id: string;
  /** What its word is worth, or what it is told. */
  part: string;
  file: string;
  line: number;
  lagSeconds: number | null;
}

/** One rule as it holds in a cell. */
export interface Held {
  rule: string;
  model: Model;
  where: string;
  entities: string[];
  authority?: string;
  /** Seconds. */
  limit?: number;
  tellers: Party[];
  receivers: Party[];
  /** Of those whose word counts and those who are told, the furthest behind; absent while none has told. */
  furthest?: Party;
}

/** What holds for a domain in some segments. */
export interface Cell {
  domain: string;
  /** Neighbours in which the very same holds stand in one cell. */
  segments: string[];
  rules: Held[];
}

/** Row by row the cells of each domain. `interfaces`: how each stands now, by its id. */
export function matrixOf(
  lines: readonly Line[],
  interfaces: ReadonlyMap<string, Pick<Interface, 'lagSeconds'>>,
): { segments: string[]; rows: { domain: string; cells: Cell[] }[] } {
  const segments = [...new Set(lines.flatMap((line) => line.segments))].sort();
  const domains = [...new Set(lines.map(({ domain }) => domain))].sort(
    (a, b) => ORDER.indexOf(a) - ORDER.indexOf(b),
  );
  const rows = domains.map((domain) => ({
    domain,
    cells: joinAlike(
      segments.map((segment) => ({
        domain,
        segments: [segment],
        rules: rulesOf(
          lines.filter((line) => line.domain === domain && line.segments.includes(segment)),
          interfaces,
        ),
      })),
    ),
  }));
  return { segments, rows };
}

const ORDER = [
  'other',
  'finance',
  'logistics',
  'inventory',
  'production',
  'procurement',
  'sales',
  'master',
].toReversed();

function joinAlike(cells: readonly Cell[]): Cell[] {
  const nameOf = ({ rules }: Cell) => rules.map(({ rule, entities }) => `${rule} ${entities}`).join();
  const joined: Cell[] = [];
  for (const cell of cells) {
    const last = joined.at(-1);
    if (last && nameOf(last) === nameOf(cell)) last.segments.push(...cell.segments);
    else joined.push({ ...cell, segments: [...cell.segments] });
  }
  return joined;
}

function rulesOf(
  lines: readonly Line[],
  interfaces: ReadonlyMap<string, Pick<Interface, 'lagSeconds'>>,
): Held[] {
  const byRule = Map.groupBy(lines, ({ rule }) => rule);
  return [...byRule.values()].map((its) => heldOf(its, interfaces));
}

function heldOf(
  lines: readonly Line[],
  interfaces: ReadonlyMap<string, Pick<Interface, 'lagSeconds'>>,
): Held {
  const { rule, model, authority, maxStaleness, where } = lines[0]!;
  const party = ({ interface: id, file, line }: Line['tellers'][number], part: string): Party => ({
    ...{ id, part, file, line },
    lagSeconds: interfaces.get(id)?.lagSeconds ?? null,
  });
  const tellers = once(lines.flatMap((line) => line.tellers.map((each) => party(each, TELLS[each.role]!))));
  const receivers = once(
    lines.flatMap((line) => line.receivers.map((each) => party({ ...each, role: '' }, GETS[each.gets]!))),
  );
  const furthest = furthestOf([...tellers.filter(({ part }) => part !== TELLS['kept aside']), ...receivers]);
  return {
    ...{ rule, where, tellers, receivers },
    model: model as Model,
    entities: lines.map(({ entity }) => entity),
    ...(authority !== undefined && { authority }),
    ...(maxStaleness !== undefined && { limit: maxStaleness / 1000 }),
    ...(furthest && { furthest }),
  };
}

/** An interface of several entities has its part once. */
function once(parties: readonly Party[]): Party[] {
  return [...new Map(parties.map((party) => [party.id, party])).values()];
}

function furthestOf(parties: readonly Party[]): Party | undefined {
  return parties
    .filter(({ lagSeconds }) => lagSeconds !== null)
    .toSorted((a, b) => b.lagSeconds! - a.lagSeconds!)[0];
}

export function isLate({ limit, furthest }: Held): boolean {
  return limit !== undefined && (furthest?.lagSeconds ?? 0) > limit;
}

const TELLS: Record<string, string> = {
  authority: 'its word counts',
  proposes: 'proposes changes',
  contributes: 'what it changes counts',
  states: 'states what happened',
  'kept aside': 'is heard and kept aside',
};

const GETS: Record<string, string> = {
  changes: 'is told every change',
  proposals: 'is asked what others propose',
};
