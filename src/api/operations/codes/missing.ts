import type { Queryable } from '../../../database/pool.ts';
import { systemOf } from '../../../delivery/cause.ts';
import type { Landscape } from '../../../landscape/landscape.ts';
import type { Instant } from '../../../vocabulary/json.ts';
import type { MissingCode } from './contract.ts';

interface Row {
  cause: string;
  count: number;
  since: Instant;
  direction: 'in' | 'out';
  interface: string;
  list: string;
  value: string;
}

/** What messages are parked for because a code list lacks it, the most frequent first. */
export async function readMissing(db: Queryable, codes: Landscape['codes']): Promise<MissingCode[]> {
  const { rows } = await db.query<Row>(
    `with counted as (
       select cause, sum(messages)::bigint as count from parked_count
       where state in ('parked', 'retrying') and code = 'code-unknown' group by cause having sum(messages) > 0
     )
     select c.cause, c.count, p.parked_at as since, p.direction, p.interface, p.problem ->> 'list' as list, p.problem ->> 'value' as value
     from counted c cross join lateral (
       select * from parked where cause = c.cause and state in ('parked', 'retrying') order by id limit 1
     ) p
     where p.problem ->> 'list' is not null and p.problem ->> 'value' is not null order by c.count desc, since`,
  );
  return rows.map(({ cause: group, interface: id, direction, list, value, count, since }) => {
    const system = systemOf(id);
    const read = direction === 'in' ? codes.toCanonical : codes.toLocal;
    return {
      list,
      system,
      value,
      direction,
      count,
      since,
      group,
      mended: read(list, system, value) !== undefined,
    };
  });
}
