import type { EntityModel } from '../../quality/checker.ts';
import type { ConnectivityRule, SurvivorshipRule } from '../landscape.ts';

/** How it is told which word stands; `byChange`: members rank alike, a change counts, and what was never agreed is for a steward. */
export interface Strategy {
  /** Systems, the most trusted first. */
  order?: readonly string[];
  /** The only one that is heard. */
  system?: string;
  strategy: SurvivorshipRule['strategy'] | 'byChange';
  /** Where it is declared: of the default the line of the rule. */
  line: number;
}

type Subject = Pick<EntityModel, 'kind' | 'groups'>;

/** Of masters, where the landscape says nothing; groups that are not here go by change. */
const DEFAULTS: Readonly<Record<string, SurvivorshipRule['strategy']>> = {
  PL: 'owner',
  FI: 'owner',
  CO: 'mostRecent',
};

/** The strategy of a place under a federated rule: the closest attribute that is declared, else its group, else the default. */
export function strategyAt(rule: ConnectivityRule, subject: Subject, place: string): Strategy {
  const declared = rule.survivorship ?? [];
  for (let at = place; at !== ''; at = parentOf(at)) {
    const found = declared.find(({ attributes }) => attributes.includes(at));
    if (found) return found;
  }
  const group = groupAt(subject.groups, place);
  const ofGroup = declared.find(({ groups }) => group !== undefined && groups.includes(group));
  return ofGroup ?? { strategy: defaultOf(subject, group, place), line: rule.line };
}

function defaultOf({ kind }: Subject, group: string | undefined, place: string): Strategy['strategy'] {
  if (kind !== 'master') return 'byChange';
  if (place.startsWith('/sites/') || place.startsWith('/companies/')) return 'owner';
  return DEFAULTS[group ?? ''] ?? 'byChange';
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
  const { strategy, order, system, line } = strategyAt(rule, subject, place);
  return { what, strategy, ...(order && { order }), ...(system !== undefined && { system }), line };
}

/** The group of the closest part of the model that has one; texts by language and the like are no parts of their own. */
function groupAt(groups: Subject['groups'], place: string): string | undefined {
  for (let at = place; at !== ''; at = parentOf(at)) {
    const known = groups.get(at);
    if (known) return known.group;
  }
  return undefined;
}

export function parentOf(pointer: string): string {
  return pointer.slice(0, pointer.lastIndexOf('/'));
}
