import type { Queryable } from '../../../database/pool.ts';
import { causeOf, systemOf } from '../../../delivery/cause.ts';
import { isTranslated } from '../../../landscape/codes.ts';
import type { Landscape } from '../../../landscape/landscape.ts';
import type { Instant } from '../../../vocabulary/json.ts';
import { type Problem, problemTypes } from '../../../vocabulary/problem.ts';
import type { ParkedFilter } from './contract.ts';
import type { GroupOrder, GroupsAnswer, GroupsQuery, ParkedGroup } from './groupsContract.ts';
import { counting, where } from './where.ts';

interface Row {
  cause: string;
  count: number;
  keys: number;
  behind: number;
  orders: number;
  valued: number;
  worth: ParkedGroup['worth'] | null;
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

/** What a record says it is worth; both or neither. */
const TOTAL = `case when r.data #>> '{total,amount}' is not null then r.data #>> '{total,currency}' end as currency,
  case when r.data #>> '{total,currency}' is not null then (r.data #>> '{total,amount}')::numeric end as amount`;

const STATES = ['parked', 'retrying'];

/**
 * Messages that are meant, by cause, with the first and the last of each. `largest`: the parameter that says how many of the largest are wanted, so that where
 * each message has a cause of its own not all of them are looked at; absent: all are.
 */
function groupedBy(filter: ParkedFilter, chosen: string, largest?: string): string {
  const wanted = largest === undefined ? '' : `order by count desc, cause limit ${largest}`;
  return `by_interface as (
       select cause, interface, ${counting(filter, STATES)} where ${chosen} group by cause, interface
     ), counted as (
       select cause, sum(count)::bigint as count, array_agg(interface order by interface) filter (where count > 0) as interfaces
       from by_interface group by cause having sum(count) > 0
     ), grouped as (
       select c.*, first.id as example, first.parked_at as oldest, last.parked_at as newest, first.direction, first.interface, first.problem
       from (select * from counted ${wanted}) c
       cross join lateral (select * from parked where cause = c.cause and ${chosen} order by id limit 1) first
       cross join lateral (select parked_at from parked where cause = c.cause and ${chosen} order by id desc limit 1) last
     )`;
}

/** What is told of a cause without looking at each of its messages. */
export type ParkedCause = Pick<
  ParkedGroup,
  'id' | 'title' | 'count' | 'oldest' | 'interfaces' | 'code' | 'stage'
>;

/** The largest causes of what waits for a decision. */
export async function listCauses(
  db: Queryable,
  filter: Pick<GroupsQuery, 'entity' | 'system'>,
  limit: number,
): Promise<ParkedCause[]> {
  const chosen = where(filter, STATES);
  const last = `$${chosen.values.length + 1}`;
  const { rows } = await db.query<
    Pick<Row, 'cause' | 'count' | 'oldest' | 'interfaces' | 'direction' | 'interface' | 'problem'>
  >(
    `with ${groupedBy(filter, chosen.text, last)}
     select g.cause, g.count, g.oldest, g.interfaces, g.direction, g.interface, g.problem
     from grouped g order by ${IN_ORDER.largest}`,
    [...chosen.values, limit],
  );
  return rows.map(({ cause, direction, interface: id, problem, ...told }) => ({
    ...{ id: cause, title: causeOf(direction, id, problem).title },
    ...told,
    ...{ code: problem.code, stage: problem.stage },
  }));
}

/** What waits for a decision, by cause. */
export async function listGroups(
  db: Queryable,
  codes: Landscape['codes'],
  { limit = 100, first = 'largest', ...filter }: GroupsQuery,
): Promise<GroupsAnswer> {
  const chosen = where(filter, STATES);
  const last = `$${chosen.values.length + 1}`;
  const { rows } = await db.query<Row>(
    `with ${groupedBy(filter, chosen.text, first === 'largest' ? last : undefined)}, behind as (
       select h.cause, count(*) as keys, sum(b.behind)::bigint as behind
       from (select interface, key, count(*) as behind from parked where state = 'held-behind' group by interface, key) b
       cross join lateral (
         select distinct cause from parked where interface = b.interface and key = b.key and unblocked is null and ${chosen.text}
       ) h group by h.cause
     ), own as (
       select cause, interface, entity, coalesce(key, message_id) as thing, key as named, direction
       from parked where entity = 'salesOrder' and ${chosen.text}
     ), waiting as (
       select distinct on (w.cause, w.thing) w.cause, ${TOTAL}
       from own w
       left join observation o on w.direction = 'in' and o.system = split_part(w.interface, '/', 1) and o.entity = w.entity and o.local_key = w.named
       left join record r on r.entity = w.entity and r.key = coalesce(o.key, w.named)
     ), orders as (
       select cause, sum(orders)::bigint as orders, coalesce(sum(orders) filter (where currency is not null), 0)::bigint as valued,
              json_agg(json_build_object('amount', trim_scale(amount)::text, 'currency', currency) order by currency) filter (where currency is not null) as worth
       from (select cause, currency, count(*) as orders, sum(amount) as amount from waiting group by cause, currency) by_currency group by cause
     )
     select g.*, coalesce(b.keys, 0) as keys, coalesce(b.behind, 0) as behind, coalesce(o.orders, 0) as orders, coalesce(o.valued, 0) as valued, o.worth,
            (select count(*) from counted) as groups, (select sum(count)::bigint from counted) as messages
     from grouped g left join behind b using (cause) left join orders o using (cause)
     order by ${IN_ORDER[first]} limit ${last}`,
    [...chosen.values, limit],
  );
  return {
    groups: rows.map((row) => toGroup(row, codes)),
    total: { groups: rows[0]?.groups ?? 0, messages: rows[0]?.messages ?? 0 },
  };
}

function toGroup(row: Row, codes: Landscape['codes']): ParkedGroup {
  const { cause, count, keys, behind, orders, valued, worth, oldest, newest, interfaces, example, problem } =
    row;
  const translation = translationOf(row);
  return {
    id: cause,
    title: causeOf(row.direction, row.interface, problem).title,
    count,
    keys,
    behind,
    orders,
    worth: worth ?? [],
    unvalued: orders - valued,
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
