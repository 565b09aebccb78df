import type { Queryable } from '../../../database/pool.ts';
import { readWords, type Word } from '../../../delivery/maintenance.ts';
import { readSystem } from '../../../delivery/systemState.ts';
import { type Calendar, type Closed, calendar } from '../../../delivery/windows.ts';
import type { Landscape, System } from '../../../landscape/landscape.ts';
import { toWindow } from '../maintenance/read.ts';
import { connectionOf } from './connection.ts';
import type { SystemDetail } from './contract.ts';
import { daysFrom } from './days.ts';

const DAYS = 14;

/** How a system may be spoken to: its limits and what is used of them, and when it is closed. `now` in milliseconds. */
export async function readSystemDetail(
  db: Queryable,
  { sites }: Pick<Landscape, 'sites'>,
  system: System,
  now: number,
): Promise<SystemDetail> {
  const { code, site } = system;
  const { timeZone } = sites.get(site)!;
  const [words, { circuit, throttle }, limits] = await Promise.all([
    readWords(db),
    readSystem(db, code),
    readLimits(db, system, timeZone, now),
  ]);
  const days = daysFrom(timeZone, now, DAYS);
  const plan = calendar(system.maintenance, words.get(code) ?? []);
  const windows = closedIn(plan, Date.parse(days[0]!.from), Date.parse(days.at(-1)!.to));
  return {
    ...{
      system: code,
      site,
      timeZone,
      at: new Date(now).toISOString(),
      connection: connectionOf(system),
      circuit: circuit.state,
      limits,
      days,
    },
    ...(throttle &&
      throttle.until > now && {
        pause: { until: new Date(throttle.until).toISOString(), reason: throttle.reason },
      }),
    windows: windows.map(toWindow),
    paused: pausedOf(system, words, now),
  };
}

function pausedOf(
  { interfaces }: System,
  words: ReadonlyMap<string, readonly Word[]>,
  now: number,
): SystemDetail['paused'] {
  return [...interfaces.values()].flatMap(({ id }) => {
    const closed = calendar([], words.get(id) ?? []).at(now);
    return closed ? [{ interface: id, ...toWindow(closed) }] : [];
  });
}

async function readLimits(
  db: Queryable,
  { code, limits: { concurrency, perSecond, perDay, quotaZone } }: System,
  timeZone: string,
  now: number,
): Promise<SystemDetail['limits']> {
  const zone = quotaZone ?? timeZone;
  return {
    concurrency,
    ...(perSecond !== undefined && { perSecond }),
    ...(perDay !== undefined && {
      perDay: {
        limit: perDay,
        used: Math.min(perDay, await usedToday(db, code, zone)),
        endsAt: daysFrom(zone, now, 1)[0]!.to,
      },
    }),
  };
}

async function usedToday(db: Queryable, system: string, zone: string): Promise<number> {
  const { rows } = await db.query<{ used: number }>(
    'select used::int as used from system_budget where system = $1 and day = (now() at time zone $2)::date',
    [system, zone],
  );
  return rows[0]?.used ?? 0;
}

function closedIn(plan: Calendar, from: number, to: number): Closed[] {
  const found: Closed[] = [];
  for (let next = plan.at(from) ?? plan.after(from); next && next.from < to; ) {
    found.push(next);
    next = next.to === undefined ? undefined : plan.after(next.to - 1);
  }
  return found;
}
