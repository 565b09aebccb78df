import type { PromisingPolicy, PromisingSite } from '../landscape/promising/promising.ts';
import { type Free, firstDay, freeOn } from './availability.ts';
import { type Day, later, plusDays } from './days.ts';

/** A site that may deliver a line, with what is free there. */
export interface Place {
  site: PromisingSite;
  free: readonly Free[];
  confidence: number;
  /** From the stock to where it goes, in days. */
  days: number;
  distance: number;
  cost: number;
  /** For the segment of the request. */
  priority: number;
}

/** So much from a place, taken out of its stock on a day. */
export interface Take {
  place: Place;
  quantity: bigint;
  day: Day;
  arrives: Day;
}

/** One way to deliver a line, or as much of it as there is. */
export interface Way {
  takes: Take[];
  short: bigint;
}

/** What is wanted of a line: by when, and from when on it could be taken. */
export interface Wanted {
  quantity: bigint;
  date: Day;
  today: Day;
  /** The last day that is looked at. */
  horizon: Day;
  /** Of whole pieces only whole ones are promised. */
  isWhole: boolean;
}

export function placeOf(
  site: PromisingSite,
  free: readonly Free[],
  confidence: number,
  to: string | undefined,
  segment: string | undefined,
): Place {
  const route = (to !== undefined && to !== site.code && site.routes.get(to)) || undefined;
  return {
    ...{ site, free, confidence },
    days: site.lead + (route?.days ?? 0),
    distance: route?.distance ?? 0,
    cost: site.cost + (route?.cost ?? 0),
    priority: (segment === undefined ? undefined : site.priority[segment]) ?? 100,
  };
}

/** The best way by the policy: all of the line, from one place or several; else as much as there is. */
export function bestWay(places: readonly Place[], wanted: Wanted, policy: PromisingPolicy): Way {
  const whole = places.flatMap((place): Way[] => {
    const take = takeAll(place, wanted.quantity, wanted);
    return take ? [{ takes: [take], short: 0n }] : [];
  });
  const each = places.map((place) => alone(place, wanted));
  const inOrder = ranked(each, policy, wanted).map(({ takes: [take] }) => take!.place);
  const most = policy.split === 'never' ? 1 : policy.mostSites;
  const parted = most > 1 ? part(inOrder, wanted, most) : undefined;
  const [best] = ranked([...whole, ...(parted ? [parted] : [])], policy, wanted);
  return best ?? gather(inOrder, wanted, most, wanted.horizon);
}

/** The place as if it could deliver in time: what tells places apart besides. */
function alone(place: Place, { date, today }: Wanted): Way {
  const arrives = later(date, plusDays(today, place.days));
  return { takes: [{ place, quantity: 0n, day: today, arrives }], short: 0n };
}

function takeAll(place: Place, quantity: bigint, wanted: Wanted): Take | undefined {
  const day = firstDay(place.free, quantity, dayToTake(place, wanted.date, wanted.today));
  if (day === undefined || day > wanted.horizon) return undefined;
  return { place, quantity, day, arrives: plusDays(day, place.days) };
}

/** As late as it arrives in time, so that what is there sooner stays free for others. */
function dayToTake(place: Place, date: Day, today: Day): Day {
  return later(today, plusDays(date, -place.days));
}

/** All of it from several places, on the first day on which that is possible. */
function part(places: readonly Place[], wanted: Wanted, most: number): Way | undefined {
  for (const arrival of arrivals(places, wanted)) {
    const way = gather(places, wanted, most, arrival);
    if (way.short === 0n) return way;
  }
  return undefined;
}

function arrivals(places: readonly Place[], { date, horizon }: Wanted): Day[] {
  const days = places.flatMap(({ free, days }) => free.map(({ day }) => later(date, plusDays(day, days))));
  return [...new Set([date, ...days])].filter((day) => day <= horizon).sort();
}

/** What the places have for an arrival, the best place first. */
function gather(places: readonly Place[], wanted: Wanted, most: number, arrival: Day): Way {
  const takes: Take[] = [];
  let short = wanted.quantity;
  for (const place of places) {
    const by = plusDays(arrival, -place.days);
    if (takes.length === most || short === 0n || by < wanted.today) continue;
    const free = pieces(freeOn(place.free, by), wanted.isWhole);
    const quantity = free < short ? free : short;
    if (quantity <= 0n) continue;
    takes.push(takeAll(place, quantity, wanted)!);
    short -= quantity;
  }
  return { takes, short };
}

const ONE = 1_000_000_000n;

function pieces(quantity: bigint, isWhole: boolean): bigint {
  return isWhole ? (quantity / ONE) * ONE : quantity;
}

/** What a way is ranked by: the less, the better. */
type Mark = string | number;

const MARKS: Record<PromisingPolicy['rank'][number], (way: Way, wanted: Wanted) => Mark> = {
  date: ({ takes }, { date }) => takes.map(({ arrives }) => arrives).reduce(later, date),
  split: ({ takes }) => takes.length,
  priority: ({ takes }) => Math.max(...takes.map(({ place }) => place.priority)),
  distance: ({ takes }) => takes.reduce((sum, { place }) => sum + place.distance, 0),
  cost: ({ takes }) => takes.reduce((sum, { place }) => sum + place.cost, 0),
};

/** The best first; of two that are the same the same one each time. */
function ranked(ways: readonly Way[], { rank }: PromisingPolicy, wanted: Wanted): Way[] {
  return ways
    .map((way) => ({ way, marks: rank.map((criterion) => MARKS[criterion](way, wanted)) }))
    .sort((a, b) => compareMarks(a.marks, b.marks) || compareMarks([names(a.way)], [names(b.way)]))
    .map(({ way }) => way);
}

function compareMarks(a: readonly Mark[], b: readonly Mark[]): number {
  const i = a.findIndex((mark, at) => mark !== b[at]);
  return i < 0 ? 0 : a[i]! < b[i]! ? -1 : 1;
}

function names({ takes }: Way): string {
  return takes.map(({ place }) => place.site.code).join(' ');
}
