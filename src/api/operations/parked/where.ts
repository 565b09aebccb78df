import type { ParkedFilter } from './contract.ts';

/** A condition on the table `parked`, and its values from `$1` on. */
export interface Where {
  text: string;
  values: unknown[];
}

export function where(filter: ParkedFilter, states: readonly string[]): Where {
  const values: unknown[] = [states];
  const conditions = ['state = any($1)'];
  const add = (condition: (parameter: string) => string, value: unknown) => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(condition(`$${values.length}`));
  };
  add((p) => `interface = ${p}`, filter.interface);
  add((p) => `split_part(interface, '/', 1) = ${p}`, filter.system);
  add((p) => `entity = ${p}`, filter.entity);
  add((p) => `code = ${p}`, filter.code);
  add((p) => `key = ${p}`, filter.key);
  return { text: conditions.join(' and '), values };
}
