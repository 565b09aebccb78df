import type { Connection, Pool, Queryable } from '../database/pool.ts';
import { transaction } from '../database/transaction.ts';
import { causeOf } from '../delivery/cause.ts';
import type { Instant } from '../vocabulary/json.ts';
import type { Problem } from '../vocabulary/problem.ts';
import { MOST_OF_A_KIND, type SourceDetail, type SourceItem, type WorkFilter } from './workSource.ts';

interface Row {
  cause: string;
  interface: string;
  entity: string;
  count: number;
  since: Instant;
  problem: Problem;
  key: string | null;
  site: string | null;
}

/** Findings that stay open, grouped by rule and interface, the oldest first; one group when its cause is given. */
export async function listFindings(
  db: Queryable,
  { entity, system, key }: WorkFilter,
  cause?: string,
): Promise<SourceItem[]> {
  const chosen = `($1::text is null or entity = $1) and ($2::text is null or starts_with(interface, $2 || '/'))
                  and ($3::text is null or key = $3) and ($4::text is null or cause = $4)`;
  const counting =
    key === undefined
      ? `sum(findings) as count from (select *, null as key from finding_count) f where ${chosen}`
      : `count(*) as count from quality_finding where state = 'open' and ${chosen}`;
  const { rows } = await db.query<Row>(
    `with by_site as (
       select cause, interface, entity, site, ${counting} group by cause, interface, entity, site
     ), counted as (
       select cause, min(interface) as interface, min(entity) as entity, sum(count)::bigint as count,
              case when min(site) = max(site) then min(site) end as site
       from by_site where count > 0 group by cause
     )
     select c.cause, c.interface, c.entity, c.count, c.site, f.found_at as since, f.problem, case when c.count = 1 then f.key end as key
     from counted c cross join lateral (
       select found_at, problem, key from quality_finding where cause = c.cause and state = 'open' and ${chosen} order by id limit 1
     ) f order by f.found_at limit ${MOST_OF_A_KIND}`,
    [entity ?? null, system ?? null, key ?? null, cause ?? null],
  );
  return rows.map(toItem);
}

function toItem({ cause, interface: id, entity, count, since, problem, key, site }: Row): SourceItem {
  return {
    id: cause,
    title: causeOf('in', id, problem).title,
    entity,
    system: id.slice(0, id.indexOf('/')),
    ...(key !== null && { key }),
    ...(site !== null && { site }),
    count,
    severity: 'W',
    openedAt: since,
  };
}

/** A group with some of the things it is about. */
export async function showFindings(db: Queryable, cause: string): Promise<SourceDetail | undefined> {
  const [item] = await listFindings(db, {}, cause);
  if (!item) return undefined;
  const { rows } = await db.query(
    `select local_key as "localKey", key, site, problem ->> 'detail' as detail, found_at as "foundAt"
     from quality_finding where cause = $1 and state = 'open' order by id limit 20`,
    [cause],
  );
  return { ...item, state: 'open', details: { rule: item.title, findings: rows } };
}

/** A steward lets them stand: they come up again only when the system says something else that breaks the rule. */
export async function acceptFindings(
  pool: Pool,
  cause: string,
  { by, reason }: { by: string; reason?: string },
  audit: (connection: Connection, accepted: number) => Promise<void>,
): Promise<number> {
  return transaction(pool, async (connection) => {
    const { rowCount } = await connection.query(
      `update quality_finding set state = 'accepted', ended_at = now(), decided_by = $2, reason = $3 where cause = $1 and state = 'open'`,
      [cause, by, reason ?? null],
    );
    await audit(connection, rowCount ?? 0);
    return rowCount ?? 0;
  });
}
