import type { ParkedCondition } from '../../../delivery/chosenMessages.ts';
import { OPEN_STATES } from '../../../vocabulary/states.ts';
import type { ParkedFilter } from './contract.ts';

export function where(filter: ParkedFilter, states: readonly string[]): ParkedCondition {
  const values: unknown[] = [states];
  const conditions = ['state = any($1)'];
  const add = (condition: (parameter: string) => string, value: unknown) => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(condition(`$${values.length}`));
  };
  add((p) => `interface = ${p}`, filter.interface);
  add((p) => `starts_with(interface, ${p} || '/')`, filter.system);
  add((p) => `entity = ${p}`, filter.entity);
  add((p) => `code = ${p}`, filter.code);
  add((p) => `key = ${p}`, filter.key);
  add((p) => `cause = ${p}`, filter.group);
  add((p) => `parked_at >= ${p}`, filter.since);
  add((p) => `parked_at < ${p}`, filter.until);
  return { text: conditions.join(' and '), values };
}

/** What counts the messages that `where` means, as `count`: what is kept with every write, unless only the messages themselves can tell. */
export function counting(
  { key, since, until }: Pick<ParkedFilter, 'key' | 'since' | 'until'>,
  states: readonly string[],
): string {
  const open: readonly string[] = OPEN_STATES;
  return key === undefined &&
    since === undefined &&
    until === undefined &&
    states.every((s) => open.includes(s))
    ? 'coalesce(sum(messages), 0)::bigint as count from parked_count'
    : 'count(*) as count from parked';
}
