import type { Queryable } from '../database/pool.ts';
import type { Instant } from '../vocabulary/json.ts';

export interface ScoreFilter {
  entity?: string;
  site?: string;
  system?: string;
  /** How far back, in hours. */
  hours: number;
}

/** What was checked of one entity, told by one system, at one site. */
export interface Score {
  entity: string;
  system: string;
  site: string;
  checked: number;
  /** Share of what was checked without any finding, 0 to 1. */
  score: number;
  /** The rules broken, or the codes of problems, the most frequent first. */
  rules: { rule: string; found: number }[];
  /** Hour by hour; hours in which nothing was checked are not there. */
  history: { hour: Instant; checked: number; score: number }[];
}

interface Row {
  entity: string;
  system: string;
  site: string;
  checked: number;
  clean: number;
  rules: { rule: string; found: number }[] | null;
  history: Score['history'];
}

/** Scores since then, the lowest first. */
export async function readScores(db: Queryable, filter: ScoreFilter): Promise<Score[]> {
  const { entity, site, system, hours } = filter;
  const { rows } = await db.query<Row>(
    `with chosen as (
       select *, split_part(interface, '/', 1) as system from quality_hour
       where hour > now() - $1 * interval '1 hour' and ($2::text is null or entity = $2) and ($3::text is null or site = $3)
         and ($4::text is null or split_part(interface, '/', 1) = $4)
     ), hourly as (
       select entity, system, site, hour, sum(checked)::bigint as checked, sum(clean)::bigint as clean from chosen group by 1, 2, 3, 4
     ), summed as (
       select entity, system, site, sum(checked)::bigint as checked, sum(clean)::bigint as clean,
              json_agg(json_build_object('hour', to_char(hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.000"Z"'), 'checked', checked,
                'score', round(clean::numeric / checked, 4)) order by hour) as history
       from hourly group by 1, 2, 3
     ), broken as (
       select entity, system, site, rule, sum(found)::bigint as found
       from chosen join quality_rule_hour using (hour, interface, site) group by 1, 2, 3, 4
     )
     select s.*, (select json_agg(json_build_object('rule', b.rule, 'found', b.found) order by b.found desc, b.rule) from broken b
                  where (b.entity, b.system, b.site) = (s.entity, s.system, s.site)) as rules
     from summed s order by s.clean::float8 / s.checked, s.checked desc`,
    [hours, entity ?? null, site ?? null, system ?? null],
  );
  return rows.map(({ clean, rules, ...row }) => ({
    ...row,
    score: Math.floor((clean / row.checked) * 10_000) / 10_000,
    rules: rules ?? [],
  }));
}
