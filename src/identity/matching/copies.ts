import type { Queryable } from '../../database/pool.ts';

/** Two bills of material of different items that are built alike: one is likely a copy of the other, or the items are one. */
export interface LikelyCopy {
  a: Built;
  b: Built;
  /** Components of both in the same quantity, as a share of all that either has. */
  share: number;
}

export interface Built {
  key: string;
  item: string;
  components: number;
}

interface Row {
  a_key: string;
  a_item: string;
  a_components: number;
  b_key: string;
  b_item: string;
  b_components: number;
  share: number;
}

/** Fewer components are alike by chance. */
const LEAST = 3;
/** What more bills have, such as a screw, brings none of them together; it still counts where others do. */
const TELLING = 30;
const ALIKE = 0.8;

/** Those that are most alike first. For people to look at: nothing is linked by structure. */
export async function likelyCopies(db: Queryable, limit: number): Promise<LikelyCopy[]> {
  const { rows } = await db.query<Row>(
    `with bill as (
       select key, data #>> '{item,item}' as item, (data #>> '{batch,value}')::numeric as batch, data->'components' as components
       from record where entity = 'bom' and data->>'mergedInto' is null and coalesce(data->>'status', 'released') in ('draft', 'released')
     ), part as materialized (
       select distinct b.key, b.item, c #>> '{item,item}' as component,
         trim_scale(round((c #>> '{quantity,value}')::numeric / coalesce(nullif(b.batch, 0), 1), 6)) as quantity
       from bill b cross join lateral json_array_elements(b.components) c where json_typeof(b.components) = 'array'
     ), size as materialized (
       select key, min(item) as item, count(*)::int as components from part group by key having count(*) >= $1
     ), telling as (
       select component, quantity from part group by component, quantity having count(*) between 2 and $2
     ), pair as (
       select distinct a.key as a, b.key as b from telling t
       join part a using (component, quantity) join part b using (component, quantity)
       where a.key < b.key and a.item <> b.item
     ), shared as (
       select p.a, p.b, count(*)::int as same from pair p
       join part x on x.key = p.a join part y on y.key = p.b and y.component = x.component and y.quantity = x.quantity
       group by p.a, p.b
     )
     select * from (
       select s.a as a_key, x.item as a_item, x.components as a_components, s.b as b_key, y.item as b_item, y.components as b_components,
         s.same::float8 / (x.components + y.components - s.same) as share
       from shared s join size x on x.key = s.a join size y on y.key = s.b) compared
     where share >= $3 order by share desc, a_key, b_key limit $4`,
    [LEAST, TELLING, ALIKE, limit],
  );
  return rows.map((row) => ({
    a: { key: row.a_key, item: row.a_item, components: row.a_components },
    b: { key: row.b_key, item: row.b_item, components: row.b_components },
    share: row.share,
  }));
}
