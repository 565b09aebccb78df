import { type Strategy, strategyAt } from '../landscape/connectivity/survivorship.ts';
import type { ConnectivityRule } from '../landscape/landscape.ts';
import type { EntityModel } from '../quality/checker.ts';
import type { Json } from '../vocabulary/json.ts';
import { STEWARD } from '../vocabulary/steward.ts';
import type { Hearing } from './hearing.ts';
import { isSpokenFor, sourceOf, togetherWith } from './oneSource.ts';
import { valueAt } from './pointer.ts';
import { alike } from './rendering.ts';
import { membersOwning, type Scales, standingAt, wordBy } from './scales.ts';
import { type Word, weigh } from './survivorship.ts';
import { sayingOf } from './told.ts';

export function hear(scales: Scales): Hearing {
  const { rule, entity } = scales;
  const verdicts = new Map<string, boolean>();
  const hearing: Hearing = {
    contests: [],
    kept: new Set(),
    agreed: new Set(),
    settled: new Set(),
    strategies: new Map(),
    wholes: new Map(),
    sources: new Map(),
    opens: (shape) => opens(rule, shape),
    agrees: (pointer) => hearing.agreed.add(pointer),
    takes: (pointer, shape, held, before) => {
      const at = wholeOf(entity, pointer, shape);
      const strategy = strategyAt(rule, entity, at.shape);
      hearing.strategies.set(at.pointer, strategy);
      hearing.wholes.set(pointer, at.pointer);
      const known = verdicts.get(at.pointer) ?? decideBy(scales, hearing, strategy, at, held, before);
      verdicts.set(at.pointer, known);
      return known;
    },
  };
  return hearing;
}

/** A new thing is as it is told. What goes by all that members say is settled when all of the word is heard. */
function decideBy(
  scales: Scales,
  hearing: Hearing,
  strategy: Strategy,
  at: { pointer: string; shape: string },
  held: Json | undefined,
  before: Json | undefined,
): boolean {
  const kind = strategy.strategy;
  if (kind !== 'strictest' && kind !== 'oneSource')
    return decide(scales, hearing, { ...strategy, strategy: kind }, at.pointer, held, before);
  if (!scales.current) return true;
  if (kind === 'strictest') return false;
  const together = togetherWith(scales, at, strategy);
  if (!isSpokenFor(scales, together, at.pointer))
    return decide(scales, hearing, { ...strategy, strategy: 'byChange' }, at.pointer, held, before);
  const known = hearing.sources.get(together.id);
  const source = known?.source ?? sourceOf(scales, together);
  hearing.sources.set(together.id, { together, source });
  if (source === 'yields' || source === 'disputed') hearing.kept.add(at.pointer);
  if (source === 'disputed') contest(scales, hearing, at.pointer);
  return source === 'speaks';
}

function contest(scales: Scales, hearing: Hearing, pointer: string): void {
  const { system, now, entity, saying } = scales;
  const standing = standingAt(scales, pointer);
  if (!standing || standing.system === system || standing.system === STEWARD) return;
  const word = wordBy(system, valueAt(now, pointer, entity.elementKeys), saying);
  if (standing.value !== undefined && !alike(standing.value, word.value))
    hearing.contests.push({ pointer, standing, word });
}

/** Strategies by which some are not heard at all. */
const EXCLUSIVE: ReadonlySet<string> = new Set<Strategy['strategy']>(['fixed', 'owner']);

function decide(
  scales: Scales,
  hearing: Hearing,
  strategy: Parameters<typeof weigh>[0],
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
