import type { Queryable } from '../../../database/pool.ts';
import type { AuditPage, AuditQuery } from './contract.ts';

interface Row {
  id: number;
  at: string;
  actor: string;
  action: string;
  subject: string | null;
  details: object | null;
}

/** One page, the newest first. */
export async function listAudit(db: Queryable, query: AuditQuery): Promise<AuditPage> {
  const { actor, action, subject, since, until, cursor, limit = 100 } = query;
  const { rows } = await db.query<Row>(
    `select id, at, actor, action, subject, details from audit
     where ($1::text is null or actor = $1) and ($2::text is null or starts_with(action, $2)) and ($3::text is null or subject = $3)
       and ($4::timestamptz is null or at >= $4) and ($5::timestamptz is null or at < $5) and ($6::bigint is null or id < $6)
     order by id desc limit $7`,
    [actor, action, subject, since, until, cursor, limit + 1],
  );
  const page = rows.slice(0, limit);
  return {
    entries: page.map(({ subject: about, details, ...row }) => ({
      ...row,
      ...(about !== null && { subject: about }),
      details: details ?? {},
    })),
    ...(rows.length > limit && { next: String(page.at(-1)!.id) }),
  };
}
