import type { InstancesFilter } from './contract.ts';

/** The condition on `process_instance i` that a filter means, and its parameters, which begin at `$1`. */
export function where(process: string, filter: InstancesFilter): { text: string; values: unknown[] } {
  const { status, key, state, overdue, version } = filter;
  const text = `i.process = $1 and ($2::text is null or i.status = $2)
    and ($3::text is null or exists (select from process_key k where k.instance = i.id and k.process = $1 and k.key = $3))
    and ($4::text is null or i.state::text like '%' || to_json($4)::text || '%')
    and ($5::boolean is not true or i.overdue_at is not null) and ($6::int is null or i.version = $6)`;
  return { text, values: [process, status, key, state, overdue, version].map((value) => value ?? null) };
}
