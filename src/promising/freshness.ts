import { column, fromColumns } from '../database/columns.ts';
import type { Queryable } from '../database/pool.ts';
import type { Promising, PromisingSite, Supply } from '../landscape/promising/promising.ts';

/**
 * How old what is told of each site is, in milliseconds, by entity: the lag of the slowest system that tells it. Infinite: one has not said how far it is. A site that
 * stops while it is cut off moves nothing: what is known of it grows no older than it was then.
 */
export type Ages = ReadonlyMap<string, SiteAges>;

type SiteAges = ReadonlyMap<Supply, number>;

export async function readAges(
  db: Queryable,
  { sources, sites }: Pick<Promising, 'sources' | 'sites'>,
): Promise<Ages> {
  const { rows } = await db.query<{ site: string; entity: Supply; age: number | null }>({
    name: 'promising-ages',
    text: `
      select t.site, t.entity,
        case when bool_and(s.watermark is not null) then max(extract(epoch from a.at - s.watermark) * 1000)::float8 end as age
      from ${fromColumns(['text', 'text'])} as i (id, entity)
      join promise_teller t on t.entity = i.entity and t.system = split_part(i.id, '/', 1)
      join source s on s.name = i.id
      cross join lateral (select case when t.site = any($3) and s.hold = 'held-circuit' then s.hold_since else now() end as at) a
      group by t.site, t.entity`,
    values: [
      column(sources.map(({ id }) => id)),
      column(sources.map(({ entity }) => entity)),
      [...sites.values()].flatMap(({ whenCutOff, code }) => (whenCutOff === 'stop' ? code : [])),
    ],
  });
  const bySite = Map.groupBy(rows, ({ site }) => site);
  return new Map(
    [...bySite].map(([site, its]) => [
      site,
      new Map(its.map(({ entity, age }) => [entity, age ?? Number.POSITIVE_INFINITY])),
    ]),
  );
}

/** What the ages of what is told of a site mean for promising from it. */
export interface Freshness {
  isLeftOut: boolean;
  /** Percent of the stock that is kept back. */
  buffer: number;
  /** Percent of what is due in that is not counted on. */
  dueBuffer: number;
  /** 1: all is as young as it should be; else the share of the limit in the age, the least of them. */
  confidence: number;
  /** In words, what is too old. */
  said: string[];
}

/** Stock that is too old puts the whole site in doubt, as is declared; orders that are told too late, what is due in by them. */
export function freshnessOf(site: PromisingSite, ages: SiteAges = new Map()): Freshness {
  const { buffer, whenStale, staleBuffer, code } = site;
  const stock = latenessOf(site, ages, 'inventoryPosition', 'stock is', 'its stock is');
  // Of what nobody tells nothing is due in.
  const due = DUE.filter(([entity]) => ages.has(entity)).flatMap(([entity, words]) =>
    latenessOf(site, ages, entity, words, words),
  );
  const counted = whenStale === 'leaveOut' ? [] : due;
  const widened = { leaveOut: 100, widen: staleBuffer, doubt: 0 }[whenStale];
  const ofStock = {
    leaveOut: 'left out',
    widen: `keeps ${Math.max(buffer, staleBuffer)} % back`,
    doubt: 'is less sure',
  }[whenStale];
  const ofDue = {
    leaveOut: 'counts on nothing that is due in',
    widen: `counts on ${100 - staleBuffer} % of what is due in`,
    doubt: 'is less sure of what is due in',
  }[whenStale];
  return {
    isLeftOut: stock.length > 0 && whenStale === 'leaveOut',
    buffer: stock.length > 0 && whenStale === 'widen' ? Math.max(buffer, staleBuffer) : buffer,
    dueBuffer: due.length > 0 ? widened : 0,
    confidence: Math.min(1, ...[...stock, ...counted].map(({ confidence }) => confidence)),
    said: [
      ...stock.map(({ said }) => `${code} ${ofStock}: ${said}`),
      ...due.map(({ said }) => `${code} ${ofDue}: ${said}`),
    ],
  };
}

const DUE: [Supply, string][] = [
  ['productionOrder', 'its production orders are'],
  ['purchaseOrder', 'its purchase orders are'],
  ['transferOrder', 'its transfer orders are'],
];

interface Lateness {
  confidence: number;
  said: string;
}

/** None when it is as young as it should be. */
function latenessOf(
  { maxStaleness }: PromisingSite,
  ages: SiteAges,
  entity: Supply,
  are: string,
  howOld: string,
): Lateness[] {
  const [limit, age] = [maxStaleness.get(entity), ages.get(entity)];
  if (limit === undefined || (age !== undefined && age <= limit)) return [];
  if (age === undefined || !Number.isFinite(age))
    return [{ confidence: 0, said: `nobody has said how old ${howOld}, limit ${words(limit)}` }];
  const confidence = Math.round((100 * limit) / age) / 100;
  return [{ confidence, said: `${are} ${words(age)} old, limit ${words(limit)}` }];
}

/** `42 min`: whole numbers of the largest unit that fits. */
function words(ms: number): string {
  if (ms < 60_000) return `${Math.round(ms / 1000)} s`;
  if (ms < 3 * 3_600_000) return `${Math.round(ms / 60_000)} min`;
  return ms < 3 * 86_400_000 ? `${Math.round(ms / 3_600_000)} h` : `${Math.round(ms / 86_400_000)} d`;
}
