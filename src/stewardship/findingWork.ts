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
  const { rows } = await db.query<Row>(
    `with grouped as (
       select cause, min(interface) as interface, min(entity) as entity, count(*) as count, min(found_at) as since, min(id) as example,
              case when count(*) = 1 then min(key) end as key, case when min(site) = max(site) then min(site) end as site
       from quality_finding
       where state = 'open' and ($1::text is null or entity = $1) and ($2::text is null or starts_with(interface, $2 || '/'))
         and ($3::text is null or key = $3) and ($4::text is null or cause = $4)
       group by cause order by min(found_at) limit ${MOST_OF_A_KIND}
     )
     select g.cause, g.interface, g.entity, g.count, g.since, g.key, g.site, f.problem
     from grouped g join quality_finding f on f.id = g.example order by g.since`,
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
