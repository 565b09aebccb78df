import type { Promising } from '../landscape/promising/promising.ts';
import { type Problem, problem } from '../vocabulary/problem.ts';
import { readAmount, writeAmount } from './amount.ts';
import { freeFrom } from './availability.ts';
import type { Book } from './book.ts';
import { dayOf, plusDays } from './days.ts';
import { type Ages, freshnessOf } from './freshness.ts';
import type { PromisedLine, PromiseRequest, RequestLine } from './promise.ts';
import { bestWay, type Place, placeOf, type Take, type Way } from './ways.ts';

/** By what it is promised now. */
export interface Grounds {
  promising: Promising;
  ages: Ages;
  /** Milliseconds since 1970. */
  now: number;
}

/** Lines as they can be promised, taken from the book. A request with a line that nobody can deliver is a problem, and takes nothing. */
export function allocate(
  book: Book,
  request: PromiseRequest,
  grounds: Grounds,
): { lines: PromisedLine[]; said: string[] } | Problem {
  const wrong = request.lines.map((line) => lineProblem(book, line)).find((found) => found !== undefined);
  if (wrong) return wrong;
  const said = new Set<string>();
  const lines = request.lines.map((line) => {
    const { quantity, unit } = { quantity: readAmount(line.quantity.value)!, unit: line.quantity.unit };
    const places = placesFor(book, line.item, request, grounds, said);
    const way = wayFor(places, quantity, line, request, grounds, said);
    for (const { place, quantity: its, day } of way.takes) book.take(line.item, place.site.code, day, its);
    return {
      ...{ line: line.line, item: line.item, unit },
      parts: way.takes.map(partOf),
      ...(way.short > 0n && { short: writeAmount(way.short) }),
    };
  });
  return { lines, said: [...said] };
}

function lineProblem(book: Book, { line, item, quantity }: RequestLine): Problem | undefined {
  const asked = readAmount(quantity.value);
  if (asked === undefined || asked <= 0n)
    return invalid(`Line ${line}: ${quantity.value} is not a quantity to promise.`);
  const units = [...book.stocksOf(item).values()].map(({ unit }) => unit).filter((unit) => unit !== '');
  const other = units.find((unit) => unit !== quantity.unit);
  if (other !== undefined)
    return invalid(
      `Line ${line}: ${item} is promised in ${other}, and is asked for in ${quantity.unit}.`,
      `Ask for it in ${other}, or say in the \`units\` of the item how many ${other} one ${quantity.unit} is.`,
    );
  return undefined;
}

function invalid(detail: string, advice = 'Correct the line and ask again.'): Problem {
  return problem('request-invalid', 'api', detail, { advice });
}

function placesFor(
  book: Book,
  item: string,
  { to, segment }: PromiseRequest,
  { promising, ages, now }: Grounds,
  said: Set<string>,
): Place[] {
  const today = dayOf(now);
  return [...book.stocksOf(item)].flatMap(([code, stock]) => {
    const site = promising.sites.get(code);
    if (!site) return [];
    const fresh = freshnessOf(site, ages.get(code));
    for (const words of fresh.said) said.add(words);
    if (fresh.isLeftOut) return [];
    return [placeOf(site, freeFrom(stock, today, fresh), fresh.confidence, to, segment)];
  });
}

function wayFor(
  places: readonly Place[],
  quantity: bigint,
  { date }: RequestLine,
  { partial, segment }: PromiseRequest,
  { promising, now }: Grounds,
  said: Set<string>,
): Way {
  const today = dayOf(now);
  const policy = (segment !== undefined && promising.segments.get(segment)) || promising.policy;
  const horizon = plusDays(today, promising.horizon);
  if (date > horizon) {
    said.add(`${date} is not promised yet: the horizon ends on ${horizon}`);
    return { takes: [], short: quantity };
  }
  const isWhole = quantity % 1_000_000_000n === 0n;
  const way = bestWay(places, { quantity, date, today, horizon, isWhole }, policy);
  return way.short > 0n && !partial ? { takes: [], short: quantity } : way;
}

function partOf({ place, quantity, day, arrives }: Take): PromisedLine['parts'][number] {
  const { site, confidence } = place;
  return { site: site.code, quantity: writeAmount(quantity), day, arrives, confidence };
}
