import { type Strategy, strategyAt } from '../landscape/connectivity/survivorship.ts';
import type { ConnectivityRule } from '../landscape/landscape.ts';
import type { EntityModel } from '../quality/checker.ts';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import { STEWARD } from '../vocabulary/steward.ts';
import type { Weighing } from './merge.ts';
import type { Owners } from './owners.ts';
import { valueAt } from './pointer.ts';
import type { CurrentRecord } from './records.ts';
import { alike } from './rendering.ts';
import { type Word, weigh } from './survivorship.ts';
import { type Saying, sayingOf, systemOf } from './told.ts';

/** Two members say different things, and no rule settles it. */
export interface Contest {
  pointer: string;
  standing: Word;
  word: Word;
}

/** What a system's message came to where it met what others say. */
export interface Hearing extends Weighing {
  contests: Contest[];
  /** What is only kept as what that system says. */
  kept: Set<string>;
  /** Where the system says what stands. */
  agreed: Set<string>;
  /** How each attribute was told, by pointer: the strategy. */
  strategies: Map<string, Strategy>;
  /** The attribute that a pointer is a part of, where its parts stand or fall together. */
  wholes: Map<string, string>;
}

/** All that a word is weighed by. */
export interface Scales {
  rule: ConnectivityRule;
  entity: EntityModel;
  owners: Owners;
  system: string;
  now: JsonObject;
  saying: Saying;
  current: CurrentRecord | undefined;
  /** The system shows the thing to the hub for the first time. */
  isFirst: boolean;
  /** Whether the hub's writing of what stands had surely arrived there. */
  hasArrived: (pointer: string, standing: Json | undefined) => boolean;
}

export function hear(scales: Scales): Hearing {
  const { rule, entity } = scales;
  const verdicts = new Map<string, boolean>();
  const hearing: Hearing = {
    contests: [],
    kept: new Set(),
    agreed: new Set(),
    strategies: new Map(),
    wholes: new Map(),
    opens: (shape) => opens(rule, shape),
    agrees: (pointer) => hearing.agreed.add(pointer),
    takes: (pointer, shape, held, before) => {
      const at = wholeOf(entity, pointer, shape);
      const strategy = strategyAt(rule, entity, at.shape);
      hearing.strategies.set(at.pointer, strategy);
      hearing.wholes.set(pointer, at.pointer);
      const known = verdicts.get(at.pointer) ?? decide(scales, hearing, strategy, at.pointer, held, before);
      verdicts.set(at.pointer, known);
      return known;
    },
  };
  return hearing;
}

/** Strategies by which some are not heard at all. */
const EXCLUSIVE: ReadonlySet<string> = new Set<Strategy['strategy']>(['fixed', 'owner']);

function decide(
  scales: Scales,
  hearing: Hearing,
  strategy: Strategy,
  pointer: string,
  held: Json | undefined,
  before: Json | undefined,
): boolean {
  const { entity, system, isFirst, saying } = scales;
  const standing = standingAt(scales, pointer);
  // A system may always take its own word back, where its word counts at all.
  if (standing?.system === system && !EXCLUSIVE.has(strategy.strategy)) return true;
  const word = wordBy(system, valueAt(scales.now, pointer, entity.elementKeys), saying);
  const weight = weigh(strategy, word, standing, membersOwning(scales, pointer));
  if (weight === 'yields') hearing.kept.add(pointer);
  if (weight !== 'unsettled' || !standing)
    return weight !== 'yields' && !(isFirst && isOfUnknownAuthor(scales, pointer));
  if (standing.system === system || standing.value === undefined) return true;
  if (isFirst ? alike(standing.value, word.value) : isSeen(scales, pointer, standing, held, before))
    return !isFirst;
  hearing.kept.add(pointer);
  if (standing.system !== STEWARD) hearing.contests.push({ pointer, standing, word });
  return false;
}

/** What stands, by whom; undefined: nobody has said anything of it, or it is not known who. */
function standingAt({ current, entity }: Scales, pointer: string): Word | undefined {
  const saying = current?.told && sayingOf(current.told, pointer);
  if (!current || !saying) return undefined;
  const value = valueAt(current.data, pointer, entity.elementKeys);
  if (value === undefined && current.told!.at[pointer] === undefined) return undefined;
  return wordBy(systemOf(saying), value, saying);
}

/** It was there before the hub kept who says what: a change counts, and a first view fills. */
function isOfUnknownAuthor({ current, entity }: Scales, pointer: string): boolean {
  if (!current || (current.told && sayingOf(current.told, pointer))) return false;
  return valueAt(current.data, pointer, entity.elementKeys) !== undefined;
}

/** Who changes it had what stands before its eyes. What a steward decided stands until someone changes it. */
function isSeen(
  { hasArrived }: Scales,
  pointer: string,
  standing: Word,
  held: Json | undefined,
  before: Json | undefined,
): boolean {
  return standing.system === STEWARD || alike(held, before) || hasArrived(pointer, standing.value);
}

function membersOwning({ rule, current, now, system, owners }: Scales, pointer: string): ReadonlySet<string> {
  const maker = current?.told && sayingOf(current.told, '');
  const record = current?.data ?? now;
  const all = owners({ pointer, record, maker: maker ? systemOf(maker) : system });
  return rule.members ? new Set([...all].filter((code) => rule.members!.includes(code))) : all;
}

function wordBy(system: string, value: Json | undefined, saying: Saying): Word {
  return { system, value, ...(!saying.found && { at: saying.at }) };
}

/** Where each part is weighed for itself: sites, companies, and what a strategy is declared for a part of. */
function opens({ survivorship = [] }: ConnectivityRule, shape: string): boolean {
  if (shape === '/sites' || shape === '/companies') return true;
  return survivorship.some(({ attributes }) => attributes.some((place) => place.startsWith(`${shape}/`)));
}

/** Parts of a whole that is no list's add one name each to pointer and shape. */
function wholeOf(
  { groups }: EntityModel,
  pointer: string,
  shape: string,
): { pointer: string; shape: string } {
  let found = { pointer, shape };
  for (let at = { pointer, shape }; at.shape !== ''; at = { pointer: up(at.pointer), shape: up(at.shape) })
    if (groups.get(at.shape)?.whole) found = at;
  return found;
}

function up(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
