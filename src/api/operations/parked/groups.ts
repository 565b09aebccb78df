import type { Queryable } from '../../../database/pool.ts';
import { causeOf, systemOf } from '../../../delivery/cause.ts';
import { isTranslated } from '../../../landscape/codes.ts';
import type { Landscape } from '../../../landscape/landscape.ts';
import type { Instant } from '../../../vocabulary/json.ts';
import { type Problem, problemTypes } from '../../../vocabulary/problem.ts';
import type { GroupOrder, GroupsAnswer, GroupsQuery, ParkedGroup } from './groupsContract.ts';
import { where } from './where.ts';

interface Row {
  cause: string;
  count: number;
  keys: number;
  behind: number;
  orders: number;
  oldest: Instant;
  newest: Instant;
  interfaces: string[];
  example: number;
  direction: 'in' | 'out';
  interface: string;
  problem: Problem;
  groups: number;
  messages: number;
}

const IN_ORDER: Record<GroupOrder, string> = {
  largest: 'g.count desc, g.oldest',
  orders: 'coalesce(o.orders, 0) desc, g.count desc, g.oldest',
  oldest: 'g.oldest',
};

/** What waits for a decision, by cause. */
export async function listGroups(
  db: Queryable,
  codes: Landscape['codes'],
  { limit = 100, first = 'largest', ...filter }: GroupsQuery,
): Promise<GroupsAnswer> {
  const chosen = where(filter, ['parked', 'retrying']);
  const { rows } = await db.query<Row>(
    `with own as materialized (
       select cause, interface, case when unblocked is null then key end as key, id, parked_at, entity, coalesce(key, message_id) as thing
       from parked where ${chosen.text}
     ), held as (
       select distinct cause, interface, key from own where key is not null
     ), behind as (
       select h.cause, count(*) as behind from held h join parked p using (interface, key) where p.state = 'held-behind' group by h.cause
     ), orders as (
       select cause, count(distinct thing) as orders from own where entity = 'salesOrder' group by cause
     ), keys as (
       select cause, count(*) as keys from held group by cause
     ), grouped as (
       select cause, count(*) as count, min(parked_at) as oldest, max(parked_at) as newest,
              array_agg(distinct interface) as interfaces, min(id) as example
       from own group by cause
     )
     select g.*, coalesce(k.keys, 0) as keys, coalesce(b.behind, 0) as behind, coalesce(o.orders, 0) as orders, p.direction, p.interface, p.problem,
            count(*) over () as groups, (sum(g.count) over ())::bigint as messages
     from grouped g left join keys k using (cause) left join behind b using (cause) left join orders o using (cause) join parked p on p.id = g.example
     order by ${IN_ORDER[first]} limit $${chosen.values.length + 1}`,
    [...chosen.values, limit],
  );
  return {
    groups: rows.map((row) => toGroup(row, codes)),
    total: { groups: rows[0]?.groups ?? 0, messages: rows[0]?.messages ?? 0 },
  };
}

function toGroup(row: Row, codes: Landscape['codes']): ParkedGroup {
  const { cause, count, keys, behind, orders, oldest, newest, interfaces, example, problem } = row;
  const translation = translationOf(row);
  return {
    id: cause,
    title: causeOf(row.direction, row.interface, problem).title,
    count,
    keys,
    behind,
    orders,
    oldest,
    newest,
    interfaces,
    code: problem.code,
    stage: problem.stage,
    example,
    advice: problem.advice,
    actor: problemTypes[problem.code].actor,
    ...(translation && { translation, mended: isTranslated(translation, codes) }),
  };
}

function translationOf({ direction, interface: id, problem }: Row): ParkedGroup['translation'] {
  const { code, list, value } = problem;
  if (code !== 'code-unknown' || list === undefined || value === undefined) return undefined;
  return { list, value, system: systemOf(id), direction };
}
