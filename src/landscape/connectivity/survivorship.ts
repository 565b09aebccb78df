import type { EntityModel } from '../../quality/checker.ts';
import type { ConnectivityRule, SurvivorshipRule } from '../landscape.ts';

/** How it is told which word stands; `byChange`: members rank alike, a change counts, and what was never agreed is for a steward. */
export interface Strategy {
  /** Systems, the most trusted first. */
  order?: readonly string[];
  /** The only one that is heard. */
  system?: string;
  /** Those that measure. */
  systems?: readonly string[];
  strategy: SurvivorshipRule['strategy'] | 'byChange';
  /** Where it is declared: of the default the line of the rule. */
  line: number;
}

type Subject = Pick<EntityModel, 'entity' | 'kind' | 'groups'>;

/** Of masters, where the landscape says nothing; groups that are not here go by change. */
const DEFAULTS: Readonly<Record<string, SurvivorshipRule['strategy']>> = {
  PL: 'owner',
  FI: 'owner',
  CO: 'mostRecent',
  RG: 'strictest',
};

/** Of what has revisions: a drawing of one and a specification of another would be neither. */
const DEFAULTS_OF_REVISIONS: typeof DEFAULTS = { EN: 'oneSource', QU: 'oneSource' };

/** What stops a thing is strict whichever group it is in. */
const STOPS = /^\/(status|sites\/\*\/status|holds)$/;

/**
 * The strategy of a place under a federated rule: the closest attribute that is declared; else, of holds and of a status that has an order, the
 * strictest; else what is declared for its group, else the default.
 */
export function strategyAt(rule: ConnectivityRule, subject: Subject, place: string): Strategy {
  const declared = rule.survivorship ?? [];
  for (let at = place; at !== ''; at = parentOf(at)) {
    const found = declared.find(({ attributes }) => attributes.includes(at));
    if (found) return trusting(rule, found);
  }
  const { line } = rule;
  if (isStop(subject, place)) return { strategy: 'strictest', line };
  const group = groupAt(subject.groups, place);
  const ofGroup = declared.find(({ groups }) => group !== undefined && groups.includes(group));
  return trusting(rule, ofGroup ?? { ...defaultOf(rule, subject, group, place), line });
}

function isStop({ kind, groups }: Subject, place: string): boolean {
  if (kind !== 'master') return false;
  const at = closest(place, (outer) => STOPS.test(outer));
  return at !== undefined && (at === '/holds' || groups.get(at)?.strictness !== undefined);
}

function defaultOf(
  { leads }: ConnectivityRule,
  { entity, kind, groups }: Subject,
  group: string | undefined,
  place: string,
): Pick<Strategy, 'strategy' | 'order'> {
  if (kind !== 'master') return { strategy: 'byChange' };
  if (place.startsWith('/sites/') || place.startsWith('/companies/')) return { strategy: 'owner' };
  const isMeasure = closest(place, (outer) => groups.get(outer)?.measure === true) !== undefined;
  if (group === 'LO' && isMeasure) return { strategy: 'measured' };
  const lead = leads?.[entity];
  if (group === 'ID' && lead !== undefined) return { strategy: 'authority', order: [lead] };
  const ofRevisions = groups.has('/revision') ? DEFAULTS_OF_REVISIONS[group ?? ''] : undefined;
  return { strategy: ofRevisions ?? DEFAULTS[group ?? ''] ?? 'byChange' };
}

/** Whom the rule trusts by their kind, where a strategy names nobody. */
function trusting({ engineers, measurers }: ConnectivityRule, strategy: Strategy): Strategy {
  if (strategy.strategy === 'oneSource' && !strategy.order && engineers)
    return { ...strategy, order: engineers };
  if (strategy.strategy === 'measured' && !strategy.systems && measurers)
    return { ...strategy, systems: measurers };
  return strategy;
}

/** Whose word stands for a part of an entity, in words an architect can check. */
export interface Contribution extends Strategy {
  /** `ID`, or `/sites/*\/safetyStock`. */
  what: string;
}

/** Who contributes which attribute under a federated rule: each group of the entity, then what is declared for single attributes. */
export function contributors(rule: ConnectivityRule, subject: Subject): Contribution[] {
  if (rule.model !== 'federated') return [];
  const known = [...subject.groups];
  const groups = [...new Set(known.flatMap(([, { group }]) => group ?? []))];
  const ofGroups = groups.map((group) => {
    const [place] = known.find(([, its]) => its.group === group)!;
    return contribution(group, withoutAttributes(rule), subject, place);
  });
  const declared = (rule.survivorship ?? []).flatMap(({ attributes }) => attributes);
  const places = declared.filter((place) => subject.groups.has(place));
  return [...ofGroups, ...places.map((place) => contribution(place, rule, subject, place))];
}

function withoutAttributes(rule: ConnectivityRule): ConnectivityRule {
  const survivorship = (rule.survivorship ?? []).map((each) => ({ ...each, attributes: [] }));
  return { ...rule, survivorship };
}

function contribution(what: string, rule: ConnectivityRule, subject: Subject, place: string): Contribution {
  const { strategy, order, system, systems, line } = strategyAt(rule, subject, place);
  const whose = {
    ...(order && { order }),
    ...(system !== undefined && { system }),
    ...(systems && { systems }),
  };
  return { what, strategy, ...whose, line };
}

/** The group of the closest part of the model that has one; texts by language and the like are no parts of their own. */
function groupAt(groups: Subject['groups'], place: string): string | undefined {
  const known = closest(place, (at) => groups.has(at));
  return known === undefined ? undefined : groups.get(known)!.group;
}

/** The closest part that a place is, or is in. */
function closest(place: string, fits: (at: string) => boolean): string | undefined {
  for (let at = place; at !== ''; at = parentOf(at)) if (fits(at)) return at;
  return undefined;
}

export function parentOf(pointer: string): string {
  return pointer.slice(0, pointer.lastIndexOf('/'));
}
