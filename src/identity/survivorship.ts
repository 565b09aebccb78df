import type { Strategy } from '../landscape/connectivity/survivorship.ts';
import { type Instant, isObject, type Json } from '../vocabulary/json.ts';

/** What one system says of an attribute. */
export interface Word {
  system: string;
  value: Json | undefined;
  /** When it was changed there; absent: it is not known. */
  at?: Instant;
}

/** What is told from the word and what stands alone; the other strategies look at more than that. */
type Weighed = Omit<Strategy, 'line' | 'strategy'> & {
  strategy: Exclude<Strategy['strategy'], 'strictest' | 'oneSource'>;
};

/** Whether a word takes the place of what stands, leaves it, or whether the strategy cannot tell. */
export type Weight = 'stands' | 'yields' | 'unsettled';

/** `standing` absent: nobody has said anything yet. `owners`: the members that own the attribute. */
export function weigh(
  strategy: Weighed,
  word: Word,
  standing: Word | undefined,
  owners: ReadonlySet<string>,
): Weight {
  switch (strategy.strategy) {
    case 'fixed':
      return word.system === strategy.system ? 'stands' : 'yields';
    case 'owner':
      return byOwner(word, standing, owners);
    case 'authority':
      return standing ? higher(-rankOf(strategy, word), -rankOf(strategy, standing)) : 'stands';
    case 'mostRecent':
      return standing ? byTime(word, standing) : 'stands';
    case 'measured':
      return standing ? byMeasurement(strategy, word, standing) : 'stands';
    case 'mostComplete':
      return standing ? higher(extentOf(word.value), extentOf(standing.value)) : 'stands';
    case 'byChange':
      return standing ? 'unsettled' : 'stands';
  }
}

/** Where a member owns it, nobody else speaks, not even where nothing is said. */
function byOwner(word: Word, standing: Word | undefined, owners: ReadonlySet<string>): Weight {
  if (owners.size > 0 && !owners.has(word.system)) return 'yields';
  if (!standing) return 'stands';
  return owners.has(word.system) && !owners.has(standing.system) ? 'stands' : 'unsettled';
}

/** Of two measurements the newer one. */
function byMeasurement({ systems = [] }: Weighed, word: Word, standing: Word): Weight {
  const [isWord, isStanding] = [word, standing].map(({ system }) => systems.includes(system));
  if (isWord && isStanding) return byTime(word, standing);
  return higher(Number(isWord), Number(isStanding));
}

function rankOf({ order = [] }: Weighed, { system }: Word): number {
  const rank = order.indexOf(system);
  return rank < 0 ? order.length : rank;
}

function byTime(word: Word, standing: Word): Weight {
  if (word.at === undefined || standing.at === undefined) return 'unsettled';
  return higher(Date.parse(word.at), Date.parse(standing.at));
}

function higher(word: number, standing: number): Weight {
  return word > standing ? 'stands' : word < standing ? 'yields' : 'unsettled';
}

/** How much a value says: characters of text, all parts of a structure together. */
function extentOf(value: Json | undefined): number {
  if (value === null || value === undefined) return 0;
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + extentOf(each), 0);
  if (isObject(value)) return Object.values(value).reduce<number>((sum, each) => sum + extentOf(each), 0);
  return [...String(value)].length;
}
