import type { InstancesFilter } from './contract.ts';

interface Condition {
  text: string;
  values: unknown[];
}

/**
 * The condition on `process_instance i` that a filter means, and its parameters, which begin at `$1`. `keys`: the canonical keys that its `key` stands for;
 * `states`: all states, as JSON, that hold its `state`, for the index.
 */
export function where(
  process: string,
  filter: InstancesFilter,
  keys: readonly string[] | undefined = filter.key === undefined ? undefined : [filter.key],
  states?: readonly string[],
): Condition {
  const { status, state, overdue, version } = filter;
  const isIn = states ? 'i.state::text = any($4)' : holds('i.state::text');
  const text = `i.process = $1 and ($2::text is null or i.status = $2)
    and ($3::text[] is null or exists (select from process_key k where k.instance = i.id and k.process = $1 and k.key = any($3)))
    and ($4::${states ? 'text[]' : 'text'} is null or ${isIn})
    and ($5::boolean is not true or i.overdue_at is not null) and ($6::int is null or i.version = $6)`;
  return {
    text,
    values: [process, status, keys, states ?? state, overdue, version].map((value) => value ?? null),
  };
}

/** The same on `process_count`, which knows no keys. */
export function whereCounted(
  process: string,
  { status, state, overdue, version }: Omit<InstancesFilter, 'key'>,
): Condition {
  const text = `process = $1 and ($2::text is null or status = $2) and ($3::text is null or ${holds('state', '$3')})
    and ($4::boolean is not true or overdue) and ($5::int is null or version = $5)`;
  return { text, values: [process, status, state, overdue, version].map((value) => value ?? null) };
}

function holds(column: string, state = '$4'): string {
  return `${column} like '%' || to_json(${state}::text)::text || '%'`;
}
