import { column, fromColumns } from '../database/columns.ts';
import type { Connection, Queryable } from '../database/pool.ts';
import { causeOf } from '../delivery/cause.ts';
import type { Arrival, Speaker } from '../identity/arrival.ts';
import type { Finding } from '../quality/checker.ts';

/** What one interface says of things, with the rules that what it says breaks. */
export interface Checked extends Pick<Arrival, 'localKey' | 'record' | 'warnings' | 'shares'> {
  key?: string;
}

/** The interface that told it. */
export type Teller = Pick<Speaker, 'interface' | 'entity'> & { site: { code: string } };

const NOTE = {
  name: 'finding-note',
  text: `
    insert into quality_finding (interface, entity, local_key, key, site, rule, cause, problem)
    select $1, $2, f.local_key, f.key, f.site, f.rule, f.cause, f.problem
    from ${fromColumns(['text', 'text', 'text', 'text', 'text', 'json'], 3)} as f (local_key, key, site, rule, cause, problem)
    on conflict (interface, local_key, rule) where state in ('open', 'accepted') do update set
      problem = excluded.problem, key = coalesce(excluded.key, quality_finding.key),
      -- what a steward lets stand is this finding, not another one of the same rule
      state = case when quality_finding.problem ->> 'detail' = excluded.problem ->> 'detail' then quality_finding.state else 'open' end`,
};

/** Keeps what the rules found, each rule once for a thing. */
export async function noteFindings(
  connection: Connection,
  { interface: spoken, entity, site }: Teller,
  checked: readonly Checked[],
): Promise<void> {
  const found = new Map(
    checked.flatMap(({ localKey, record, key, ...found }) =>
      findingsOf(found).map(({ problem }) => {
        const rule = problem.rule ?? problem.code;
        const row = { localKey, key, rule, problem, site: siteOf(record, site.code) };
        return [`${localKey}\0${rule}`, row] as const;
      }),
    ),
  );
  if (found.size === 0) return;
  const rows = [...found.values()];
  const values = [
    column(rows.map((r) => r.localKey)),
    column(rows.map((r) => r.key)),
    column(rows.map((r) => r.site)),
    column(rows.map((r) => r.rule)),
    column(rows.map((r) => causeOf('in', spoken.id, r.problem).id)),
    column(rows.map((r) => JSON.stringify(r.problem))),
  ];
  await connection.query({ ...NOTE, values: [spoken.id, entity.entity, ...values] });
}

/** All that was found of what a message says and let it on. */
export function findingsOf({
  warnings = [],
  shares = [],
}: Pick<Arrival, 'warnings' | 'shares'>): readonly Finding[] {
  return shares.length > 0 ? [...warnings, ...shares] : warnings;
}

export function siteOf(record: { [name: string]: unknown }, otherwise: string): string {
  const { site } = record;
  return typeof site === 'string' ? site : otherwise;
}

const MEND = {
  name: 'finding-mend',
  text: `
    update quality_finding f set state = 'mended', ended_at = now()
    from ${fromColumns(['text', 'text'], 2)} as c (local_key, rules)
    where f.interface = $1 and f.local_key = c.local_key and f.state in ('open', 'accepted')
      and not f.rule = any(string_to_array(coalesce(c.rules, ''), ' '))`,
};

/** What the system says now no longer breaks what it broke: those findings are mended. Those across records are when records change. */
export async function mendFindings(
  connection: Connection,
  { interface: spoken, entity }: Teller,
  checked: readonly Checked[],
): Promise<void> {
  const last = new Map(checked.map((each) => [each.localKey, each]));
  const across = entity.unique.map(({ id }) => id);
  const rules = ({ warnings = [] }: Checked) =>
    [...warnings.map(({ problem }) => problem.rule), ...across].join(' ');
  const values = [column([...last.keys()]), column([...last.values()].map(rules))];
  await connection.query({ ...MEND, values: [spoken.id, ...values] });
}

/** Whether the interface has any finding that its next word could mend. */
export async function hasFindings(db: Queryable, interfaceId: string): Promise<boolean> {
  const { rows } = await db.query<{ some: boolean }>({
    name: 'finding-some',
    text: `select exists (select from quality_finding where interface = $1 and state in ('open', 'accepted')) as some`,
    values: [interfaceId],
  });
  return rows[0]!.some;
}
