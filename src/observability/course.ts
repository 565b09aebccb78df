import type { Pool, Queryable } from '../database/pool.ts';
import { ALLOWED_LAG_SECONDS, allowedLag } from '../landscape/connectivity/allowedLag.ts';
import type { Landscape } from '../landscape/landscape.ts';
import type { Instant } from '../vocabulary/json.ts';
import { type InterfaceStatus, readStatus, type SystemStatus } from './status.ts';

/** How an interface, a system or the whole line stood over some minutes. */
export interface CoursePoint {
  /** Their end. */
  at: Instant;
  /** Messages. */
  perMinute: number;
  /** The longest; null: not told. */
  lagSeconds: number | null;
  /** Open at the end. */
  parked: number;
  /** Attempts at messages that came to nothing meanwhile. */
  failed: number;
}

export interface LinePoint extends CoursePoint {
  /** Of the sites that have systems, how many ran all that time without being held, late or failing. */
  well: number;
  sites: number;
}

/** One look, as it is kept: how much went over, and how many attempts failed, since the look before, which was so many minutes ago. */
interface Look {
  at: number;
  minutes: number;
  moved: number;
  lagSeconds: number | null;
  parked: number;
  failed: number;
}

/** As many points as a small picture shows. */
const MOST_POINTS = 60;
const MINUTE = 60_000;

/** Looks how each system stands; of the hub processes that look in one minute the first is kept. */
export async function noteCourse(db: Queryable, landscape: Landscape): Promise<void> {
  const systems = (await readStatus(db, landscape)).flatMap((site) =>
    site.systems.map((system) => rowOf(landscape, site.code, system)),
  );
  await db.query(
    `insert into course (system, at, well, total, lag_seconds, parked, failed, interfaces)
     select system, date_trunc('minute', now()), well, total, lag_seconds, parked, failed, interfaces
     from json_to_recordset($1)
       as (system text, well boolean, total bigint, lag_seconds float8, parked int, failed bigint, interfaces json)
     on conflict do nothing`,
    [JSON.stringify(systems)],
  );
}

function rowOf(landscape: Landscape, site: string, { code, interfaces }: SystemStatus) {
  const lags = interfaces.flatMap(({ lagSeconds }) => lagSeconds ?? []);
  return {
    system: code,
    well: interfaces.every((each) => isWell(each, allowedLag(landscape, each.entity, site))),
    total: interfaces.reduce((sum, each) => sum + totalOf(each), 0),
    lag_seconds: lags.length > 0 ? Math.max(...lags) : null,
    parked: interfaces.reduce((sum, { open }) => sum + open.parked, 0),
    failed: interfaces.reduce((sum, { failed }) => sum + failed, 0),
    interfaces: Object.fromEntries(
      interfaces.map((each) => [each.id, [totalOf(each), each.lagSeconds, each.open.parked, each.failed]]),
    ),
  };
}

function isWell({ state, lagSeconds }: InterfaceStatus, allowed = ALLOWED_LAG_SECONDS): boolean {
  return state === 'running' && (lagSeconds === null || lagSeconds <= allowed);
}

function totalOf({ totals }: InterfaceStatus): number {
  return Object.values(totals).reduce((sum, each) => sum + each, 0);
}

/** Lets go of what is older than a day, and of four minutes in five once an hour has passed. */
export async function thinCourse(pool: Pool): Promise<void> {
  await pool.query(
    `delete from course where at < now() - interval '1 day'
       or (at < now() - interval '1 hour' and extract(minute from at)::int % 5 <> 0)`,
  );
}

/** The whole line over the last hours, as far as hubs have run; the newest last. */
export async function readLineCourse(
  db: Queryable,
  { systems }: Pick<Landscape, 'systems'>,
  hours: number,
): Promise<LinePoint[]> {
  const codes = [...systems.keys()];
  const { rows } = await db.query<Look & { well: number; sites: number }>({
    name: 'course-line',
    text: `with look as (
       select c.at, wanted.site, c.well, c.lag_seconds, c.parked,
              greatest(0, c.total - lag(c.total) over before) as moved,
              greatest(0, c.failed - lag(c.failed) over before) as failed,
              extract(epoch from c.at - lag(c.at) over before) / 60 as minutes
       from course c join unnest($1::text[], $2::text[]) as wanted (system, site) using (system)
       where c.at >= now() - $3 * interval '1 hour' - interval '5 minutes'
       window before as (partition by c.system order by c.at)
     ), stood as (
       select at, site, bool_and(well) as well, max(minutes) as minutes, sum(moved) as moved, sum(failed) as failed,
              max(lag_seconds) as lag_seconds, sum(parked) as parked
       from look group by at, site
     )
     select extract(epoch from at)::float8 * 1000 as at, max(minutes)::float8 as minutes, sum(moved)::float8 as moved,
            max(lag_seconds) as "lagSeconds", sum(parked)::int as parked, coalesce(sum(failed), 0)::float8 as failed,
            (count(*) filter (where well))::int as well, count(*)::int as sites
     from stood group by at having max(minutes) is not null order by at`,
    values: [codes, codes.map((code) => systems.get(code)!.site), hours],
  });
  return together(rows).map((looks) => ({
    ...pointOf(looks),
    well: Math.min(...looks.map(({ well }) => well)),
    sites: looks.at(-1)!.sites,
  }));
}

/** What a look kept of one thing: messages and failed attempts so far, and how it stood. */
interface Kept extends Pick<Look, 'at' | 'lagSeconds' | 'parked'> {
  total: number;
  /** Null: not kept yet. */
  failed: number | null;
}

const SINCE = `at >= now() - $2 * interval '1 hour' - interval '5 minutes'`;
const AT = 'extract(epoch from at)::float8 * 1000 as at';

/** Each of some systems over the last hours, as far as hubs have run; the newest last. */
export async function readSystemsCourse(
  db: Queryable,
  systems: readonly string[],
  hours: number,
): Promise<{ code: string; points: CoursePoint[] }[]> {
  const { rows } = await db.query<Kept & { system: string }>({
    name: 'course-systems',
    text: `select system, ${AT}, total, lag_seconds as "lagSeconds", parked, failed from course
           where system = any($1) and ${SINCE} order by at`,
    values: [systems, hours],
  });
  const bySystem = Map.groupBy(rows, ({ system }) => system);
  return systems.map((code) => ({ code, points: pointsOf(bySystem.get(code) ?? []) }));
}

/** Each interface of a system over the last hours, as far as hubs have run; the newest last. */
export async function readInterfacesCourse(
  db: Queryable,
  system: string,
  ids: readonly string[],
  hours: number,
): Promise<{ id: string; points: CoursePoint[] }[]> {
  const { rows } = await db.query<{
    at: number;
    interfaces: Record<string, [total: number, lagSeconds: number | null, parked: number, failed?: number]>;
  }>({
    name: 'course-interfaces',
    text: `select ${AT}, interfaces from course where system = $1 and ${SINCE} order by at`,
    values: [system, hours],
  });
  const keptOf = (id: string) =>
    rows.flatMap(({ at, interfaces: { [id]: kept } }) =>
      kept ? [{ at, total: kept[0], lagSeconds: kept[1], parked: kept[2], failed: kept[3] ?? null }] : [],
    );
  return ids.map((id) => ({ id, points: pointsOf(keptOf(id)) }));
}

function pointsOf(kept: readonly Kept[]): CoursePoint[] {
  const looks = kept.slice(1).map(({ at, total, lagSeconds, parked, failed }, n) => {
    const before = kept[n]!;
    return {
      ...{ at, lagSeconds, parked },
      minutes: (at - before.at) / MINUTE,
      moved: Math.max(0, total - before.total),
      failed: Math.max(0, (failed ?? 0) - (before.failed ?? failed ?? 0)),
    };
  });
  return together(looks).map(pointOf);
}

/** Looks that follow each other, as many together as make the points few enough; each point stands for the same time. */
function together<T extends Look>(looks: readonly T[]): T[][] {
  const span = looks.length === 0 ? 0 : looks.at(-1)!.at - looks[0]!.at;
  const width = Math.max(MINUTE, Math.ceil(span / MOST_POINTS / MINUTE) * MINUTE);
  return [...Map.groupBy(looks, ({ at }) => Math.floor(at / width)).values()];
}

function pointOf(looks: readonly Look[]): CoursePoint {
  const { at, parked } = looks.at(-1)!;
  const minutes = looks.reduce((sum, look) => sum + look.minutes, 0);
  const moved = looks.reduce((sum, look) => sum + look.moved, 0);
  const lags = looks.flatMap(({ lagSeconds }) => lagSeconds ?? []);
  return {
    at: new Date(at).toISOString(),
    perMinute: Math.round((moved / minutes) * 10) / 10,
    lagSeconds: lags.length > 0 ? Math.max(...lags) : null,
    parked,
    failed: looks.reduce((sum, look) => sum + look.failed, 0),
  };
}
