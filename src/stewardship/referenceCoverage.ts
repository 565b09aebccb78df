import type { Queryable } from '../database/pool.ts';

/** How many of the things of an entity have a key in a system. */
export interface Coverage {
  system: string;
  entity: string;
  /** Things the hub holds a record of. */
  records: number;
  /** Those of them that the system has a key for. */
  known: number;
}

/** By system and entity, wherever a system has a key of any. */
export async function readCoverage(db: Queryable): Promise<Coverage[]> {
  const { rows } = await db.query<Coverage>(
    `with counted as (select entity, count(*) as records from record group by entity)
     select o.system, o.entity, c.records, count(distinct r.key) as known
     from observation o join counted c using (entity) left join record r on r.entity = o.entity and r.key = o.key
     group by o.system, o.entity, c.records order by o.system, o.entity`,
  );
  return rows;
}
