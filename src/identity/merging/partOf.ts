import type { Connection } from '../../database/pool.ts';

/** Whether one of two items is a part of the other, in any level of any structure that is not over: they cannot be one. */
export async function isPartOf(connection: Connection, a: string, b: string): Promise<boolean> {
  const { rows } = await connection.query(
    `with recursive down (top, item) as (
       select top, top from unnest($1::text[]) top
       union
       select d.top, component #>> '{item,item}' from down d join record r
         on r.entity = 'bom' and r.data #>> '{item,item}' = d.item and coalesce(r.data ->> 'status', 'released') not in ('superseded', 'obsolete')
       cross join lateral json_array_elements(r.data -> 'components') component
     )
     select from down where top <> item and item = any($1)`,
    [[a, b]],
  );
  return rows.length > 0;
}
