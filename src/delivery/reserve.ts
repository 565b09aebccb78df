import type { Queryable } from '../database/pool.ts';

/**
 * Reserves messages of a system's second for this process, after those that all processes reserved before (the generic cell rate algorithm:
 * one time for a row). Resolves to the milliseconds until they may go. Who comes a tenth of a second late has lost nothing.
 */
export async function reserveSecond(
  db: Queryable,
  system: string,
  count: number,
  perSecond: number,
): Promise<number> {
  const { rows } = await db.query<{ wait: number }>({
    name: 'reserve-second',
    text: `insert into system_budget as b (system, free_at) values ($1, now() + make_interval(secs => $2::float8))
           on conflict (system) do update
             set free_at = greatest(b.free_at, now() - interval '0.1 s') + make_interval(secs => $2::float8)
           returning (extract(epoch from free_at - now()) - $2::float8)::float8 * 1000 as wait`,
    values: [system, count / perSecond],
  });
  return rows[0]!.wait;
}

export interface ReservedDay {
  granted: number;
  /** Milliseconds until the day is over. */
  leftMs: number;
}

/** Reserves messages of a system's day: as many of those wanted as are left. */
export async function reserveDay(
  db: Queryable,
  system: string,
  { wanted, perDay, zone }: { wanted: number; perDay: number; zone: string },
): Promise<ReservedDay> {
  const { rows } = await db.query<{ granted: number; left: number }>({
    name: 'reserve-day',
    text: `insert into system_budget as b (system, day, used) values ($1, (now() at time zone $4)::date, $2)
           on conflict (system) do update
             set used = $2 + case when b.day = excluded.day then least(b.used, $3) else 0 end, day = excluded.day
           returning greatest(0, least($2, $3 - (used - $2))) as granted,
             (extract(epoch from (day + 1)::timestamp at time zone $4 - now()) * 1000)::float8 as left`,
    values: [system, wanted, perDay, zone],
  });
  return { granted: rows[0]!.granted, leftMs: rows[0]!.left };
}
