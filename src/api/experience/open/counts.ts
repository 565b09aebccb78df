import type { Queryable } from '../../../database/pool.ts';
import type { TodayAt } from '../today.ts';
import type { Counts } from './contract.ts';

const MOST = 100_000;

interface Row {
  site: string | null;
  state: string | null;
  day: string | null;
  n: number;
}

/** What is open of an entity, by state, and how much of it is late by the calendar of its site. */
export async function countOpen(
  db: Queryable,
  entity: string,
  site: string | undefined,
  today: TodayAt,
): Promise<Counts> {
  // No site is further than a day from UTC: what is older is late everywhere, and what is newer nowhere.
  const now = Date.now();
  const [yesterday, tomorrow] = [now - 86_400_000, now + 86_400_000].map((at) =>
    new Date(at).toISOString().slice(0, 10),
  );
  const { rows } = await db.query<Row>(
    `select site, state, case when day < $3 then '' when day <= $4 then day end as day, count(*)::int as n
     from (select site, state, day from register where entity = $1 and open and ($2::text is null or site = $2) order by day limit ${MOST + 1}) g
     group by 1, 2, 3`,
    [entity, site ?? null, yesterday, tomorrow],
  );
  const states: Record<string, number> = {};
  const counts = { open: 0, late: 0, states };
  for (const { site, state, day, n } of rows) {
    counts.open += n;
    if (day !== null && day < today(site ?? undefined)) counts.late += n;
    states[state ?? ''] = (states[state ?? ''] ?? 0) + n;
  }
  return { ...counts, open: Math.min(MOST, counts.open), capped: counts.open > MOST };
}
