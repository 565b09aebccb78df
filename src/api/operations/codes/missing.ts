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
    `with grouped as (
       select cause, count(*) as count, min(parked_at) as since, min(id) as example from parked
       where state in ('parked', 'retrying') and code = 'code-unknown' group by cause
     )
     select g.cause, g.count, g.since, p.direction, p.interface, p.problem ->> 'list' as list, p.problem ->> 'value' as value
     from grouped g join parked p on p.id = g.example
     where p.problem ->> 'list' is not null and p.problem ->> 'value' is not null order by g.count desc, g.since`,
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
