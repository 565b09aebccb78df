import type { Queryable } from '../database/pool.ts';
import type { Promising, PromisingSite } from '../landscape/promising/promising.ts';

/**
 * How old the stock of each site is, in milliseconds: the lag of the slowest system that tells it. Infinite: one has not said how far it is. A site that
 * stops while it is cut off moves nothing: its stock grows no older than it was then.
 */
export type Ages = ReadonlyMap<string, number>;

export async function readAges(
  db: Queryable,
  { stockSources, sites }: Pick<Promising, 'stockSources' | 'sites'>,
): Promise<Ages> {
  const { rows } = await db.query<{ site: string; age: number | null }>({
    name: 'promising-ages',
    text: `
      select t.site, case when bool_and(s.watermark is not null) then max(extract(epoch from a.at - s.watermark) * 1000)::float8 end as age
      from promise_teller t join source s on s.name = any($1) and split_part(s.name, '/', 1) = t.system
      cross join lateral (select case when t.site = any($2) and s.hold = 'held-circuit' then s.hold_since else now() end as at) a
      group by t.site`,
    values: [
      stockSources,
      [...sites.values()].flatMap(({ whenCutOff, code }) => (whenCutOff === 'stop' ? code : [])),
    ],
  });
  return new Map(rows.map(({ site, age }) => [site, age ?? Number.POSITIVE_INFINITY]));
}

/** What the age of a site's stock means for promising from it. */
export interface Freshness {
  isLeftOut: boolean;
  /** Percent of the stock that is kept back. */
  buffer: number;
  /** 1: the stock is as young as it should be; else the share of the limit in its age. */
  confidence: number;
  /** In words, when the stock is too old. */
  said?: string;
}

export function freshnessOf(site: PromisingSite, age: number | undefined): Freshness {
  const { maxStaleness: limit, buffer, whenStale, staleBuffer, code } = site;
  const fresh: Freshness = { isLeftOut: false, buffer, confidence: 1 };
  if (limit === undefined || (age !== undefined && age <= limit)) return fresh;
  const old = age === undefined || !Number.isFinite(age) ? undefined : age;
  const said = (what: string) =>
    old === undefined
      ? `${code} ${what}: nobody has said how old its stock is, limit ${words(limit)}`
      : `${code} ${what}: stock is ${words(old)} old, limit ${words(limit)}`;
  const confidence = old === undefined ? 0 : Math.round((100 * limit) / old) / 100;
  if (whenStale === 'leaveOut') return { ...fresh, isLeftOut: true, confidence, said: said('left out') };
  if (whenStale === 'doubt') return { ...fresh, confidence, said: said('is less sure') };
  const wider = Math.max(buffer, staleBuffer);
  return { ...fresh, buffer: wider, confidence, said: said(`keeps ${wider} % back`) };
}

/** `42 min`: whole numbers of the largest unit that fits. */
function words(ms: number): string {
  if (ms < 60_000) return `${Math.round(ms / 1000)} s`;
  if (ms < 3 * 3_600_000) return `${Math.round(ms / 60_000)} min`;
  return ms < 3 * 86_400_000 ? `${Math.round(ms / 3_600_000)} h` : `${Math.round(ms / 86_400_000)} d`;
}
