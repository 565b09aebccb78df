import type { ConnectivityRule } from '../landscape.ts';
import { domainOf } from './domains.ts';
import type { Governed } from './governing.ts';
import { narrowingOf, type Receiver, type Teller, wire } from './wiring.ts';

/** The wiring of one entity under one rule, as people read it. */
export interface PlanLine {
  entity: string;
  /** The group of entities it is in. */
  domain: string;
  /** `everywhere`, `everywhere else`, `in pumps`, `at detroit, toledo`. */
  where: string;
  /** The segments it holds in, also where it holds for part of one only. */
  segments: string[];
  model: ConnectivityRule['model'];
  authority?: string;
  /** In milliseconds. */
  maxStaleness?: number;
  /** `enterprise.yaml:13`. */
  rule: string;
  /** Which word stands, where it is declared or follows from who leads. */
  survivorship?: Standing[];
  tellers: Teller[];
  receivers: Receiver[];
}

/** Which word stands of an attribute or of a group of them. */
export interface Standing {
  /** `EN`, `sites.*.safetyStock`. */
  what: string;
  /** In words: `authority na-erp before eu-erp`. */
  how: string;
  /** `enterprise.yaml:15`. */
  rule: string;
}

/** What a landscape's rules compile into, entity by entity. */
export function planOf(landscape: Governed): PlanLine[] {
  const wires = wire(landscape);
  return wires.map(({ entity, rule, places, tellers, receivers }) => ({
    entity,
    domain: domainOf(entity),
    where: whereOf(rule, wires.filter((other) => other.entity === entity).length > 1),
    segments: [...new Set(places.flatMap(({ segment }) => segment ?? []))],
    model: rule.model,
    ...(rule.authority !== undefined && { authority: rule.authority }),
    ...(rule.maxStaleness !== undefined && { maxStaleness: rule.maxStaleness }),
    rule: `${rule.file}:${rule.line}`,
    ...standing(standingsOf(rule, entity)),
    tellers,
    receivers,
  }));
}

function standing(survivorship: Standing[]): Pick<PlanLine, 'survivorship'> {
  return survivorship.length === 0 ? {} : { survivorship };
}

/** What is declared, and who leads where nothing is. */
function standingsOf(
  { survivorship = [], leads, file, line: own }: ConnectivityRule,
  entity: string,
): Standing[] {
  const lead = leads?.[entity];
  const isDeclared = survivorship.some(({ groups }) => groups.includes('ID'));
  const led = { what: 'ID', how: `authority ${lead}`, rule: `${file}:${own}` };
  const declared = survivorship.flatMap(({ groups, attributes, strategy, order, system, systems, line }) => {
    const whose = order?.join(' before ') ?? systems?.join(', ') ?? system;
    const how = whose === undefined ? strategy : `${strategy} ${whose}`;
    const named = [...groups, ...attributes.map((place) => place.slice(1).replaceAll('/', '.'))];
    return named.map((what) => ({ what, how, rule: `${file}:${line}` }));
  });
  return lead === undefined || isDeclared ? declared : [led, ...declared];
}

function whereOf({ segment, sites }: ConnectivityRule, hasOthers: boolean): string {
  const parts = [segment && `in ${segment}`, sites && `at ${sites.join(', ')}`].filter(Boolean);
  return parts.join(' ') || (hasOthers ? 'everywhere else' : 'everywhere');
}

/** One thing that would be different. */
export interface PlanChange {
  entity: string;
  where: string;
  change: 'added' | 'removed' | 'changed';
  /** In words: `model centralized, was federated`. */
  words: string[];
}

/** What another plan would change. */
export function comparePlans(running: readonly PlanLine[], planned: readonly PlanLine[]): PlanChange[] {
  const nameOf = ({ entity, where }: PlanLine) => `${entity} ${where}`;
  const before = new Map(running.map((line) => [nameOf(line), line]));
  const after = new Map(planned.map((line) => [nameOf(line), line]));
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((name): PlanChange[] => {
    const [was, is] = [before.get(name), after.get(name)];
    if (!was) return [{ entity: is!.entity, where: is!.where, change: 'added', words: wordsOf(is!) }];
    if (!is) return [{ entity: was.entity, where: was.where, change: 'removed', words: wordsOf(was) }];
    const words = differences(was, is);
    return words.length === 0 ? [] : [{ entity: is.entity, where: is.where, change: 'changed', words }];
  });
}

function wordsOf({ model, authority, tellers, receivers }: PlanLine): string[] {
  return [
    authority === undefined ? model : `${model}, ${authority} decides`,
    ...tellers.map((teller) => `${teller.interface}: ${TELLS[teller.role]}`),
    ...receivers.map((receiver) => `${receiver.interface}: ${getsOf(receiver)}`),
  ];
}

function differences(was: PlanLine, is: PlanLine): string[] {
  const words: string[] = [];
  if (was.model !== is.model) words.push(`the model is ${is.model}, was ${was.model}`);
  if (was.authority !== is.authority)
    words.push(`${is.authority ?? 'nobody'} decides, was ${was.authority ?? 'nobody'}`);
  if (was.maxStaleness !== is.maxStaleness)
    words.push(`may be stale ${minutes(is.maxStaleness)}, was ${minutes(was.maxStaleness)}`);
  words.push(...standingDifferences(was, is));
  const [before, after] = [meanings(was), meanings(is)];
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    if (before.get(name) === after.get(name)) continue;
    words.push(
      `${name}: ${after.get(name) ?? 'has no part in it'} (was: ${before.get(name) ?? 'had no part in it'})`,
    );
  }
  return words;
}

/** A rule of survivorship is asked when something is said; what stands is weighed anew when somebody asks for it. */
function standingDifferences(was: PlanLine, is: PlanLine): string[] {
  const [before, after] = [was, is].map(
    ({ survivorship = [] }) => new Map(survivorship.map(({ what, how }) => [what, how])),
  ) as [Map<string, string>, Map<string, string>];
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
    (what) => before.get(what) !== after.get(what),
  );
  if (changed.length === 0) return [];
  const standard = 'the default of its group';
  return [
    ...changed.map(
      (what) => `${what} goes by ${after.get(what) ?? standard}, was ${before.get(what) ?? standard}`,
    ),
    `it holds for what is said from then on; \`lineshaft weigh ${is.entity}\` weighs what stands by it`,
  ];
}

/** What the rule means for each interface. */
function meanings({ tellers, receivers }: PlanLine): Map<string, string> {
  return new Map([
    ...tellers.map((teller): [string, string] => [teller.interface, TELLS[teller.role]]),
    ...receivers.map((receiver): [string, string] => [receiver.interface, getsOf(receiver)]),
  ]);
}

const TELLS: Record<Teller['role'], string> = {
  authority: 'its word counts',
  proposes: 'what it would change becomes a change request',
  contributes: 'what it changes counts',
  states: 'what it states counts',
  'kept aside': 'what it says is kept aside and changes nothing',
};

const GETS: Record<Receiver['gets'], string> = {
  changes: 'receives every change',
  proposals: 'receives the change requests of others',
};

function getsOf(receiver: Receiver): string {
  const { gets, requires = [] } = receiver;
  const what = `${GETS[gets]}${narrowingOf(receiver)}`;
  return requires.length === 0 ? what : `${what}, of new things once they have ${requires.join(', ')}`;
}

function minutes(milliseconds: number | undefined): string {
  return milliseconds === undefined ? 'without limit' : `${milliseconds / 60_000} min`;
}
