import type { ParkedCondition } from '../../../delivery/chosenMessages.ts';
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
