import type { Connection } from '../database/pool.ts';
import { isObject, type JsonObject, objectsOf } from '../vocabulary/json.ts';
import { type Problem, problem } from '../vocabulary/problem.ts';
import type { Arrival } from './arrival.ts';

const LOCK = 7_361_214;

/**
 * Down from each bill of material through those in force of the same use, at the same site or at all, that stand or came before it in the batch.
 * Bounded by components times items: a way is followed once.
 */
const CYCLES = {
  name: 'bom-cycles',
  text: `
    with recursive asked as (
      select (a->>'n')::int as n, a->>'item' as item, a->>'site' as site, a->>'use' as use, a->'components' as components
      from json_array_elements($1) a
    ), down as (
      select n, c as first, c as item from asked, json_array_elements_text(components) c
      union
      select d.n, d.first, next.item from down d join asked a on a.n = d.n
      cross join lateral (
        select component #>> '{item,item}' as item
        from record r cross join lateral json_array_elements(r.data->'components') component
        where r.entity = 'bom' and r.data #>> '{item,item}' = d.item and coalesce(r.data->>'status', 'released') = 'released'
          and r.data->>'use' is not distinct from a.use
          and (r.data->>'site' is null or a.site is null or r.data->>'site' = a.site)
        union all
        select c from asked b, json_array_elements_text(b.components) c
        where b.n < a.n and b.item = d.item and b.use is not distinct from a.use
          and (b.site is null or a.site is null or b.site = a.site)
      ) next
    )
    select n, min(first) as first from down join asked using (n) where down.item = asked.item group by n`,
};

/** Bills of material by which an item would be a part of itself (rule BM-01), in whichever of its levels. */
export async function findCycles(
  connection: Connection,
  arrivals: readonly Arrival[],
): Promise<Map<Arrival, Problem>> {
  const asked = arrivals.flatMap(({ record }, n) => {
    const item = itemOf(record);
    const status = record['status'] ?? 'released';
    if (item === undefined || status !== 'released') return [];
    const components = objectsOf(record['components']).flatMap((component) => itemOf(component) ?? []);
    return { n, item, site: record['site'] ?? null, use: record['use'] ?? null, components };
  });
  if (asked.length === 0) return new Map();
  // Two that would close a cycle together are taken in one after the other.
  await connection.query('select pg_advisory_xact_lock($1)', [LOCK]);
  const { rows } = await connection.query<{ n: number; first: string }>({
    ...CYCLES,
    values: [JSON.stringify(asked)],
  });
  return new Map(rows.map(({ n, first }) => [arrivals[n]!, cycle(arrivals[n]!, first)]));
}

function cycle({ record }: Arrival, first: string): Problem {
  const item = itemOf(record)!;
  const at = objectsOf(record['components']).findIndex((component) => itemOf(component) === first);
  const detail = `${item} would be a part of itself, by its component ${first}`;
  return problem('rule-violated', 'check', detail, {
    rule: 'BM-01',
    field: `components[${at}].item`,
    value: first,
    advice: 'Mend the structure in the system that told it, or that of the component, then replay.',
  });
}

function itemOf(record: JsonObject): string | undefined {
  const reference = record['item'];
  const item = isObject(reference) ? reference['item'] : undefined;
  return typeof item === 'string' ? item : undefined;
}
