import { toInstance } from '../../processes/store.ts';
import { OVERDUE_TIMERS, stateOf } from '../../processes/timers.ts';
import type { InstanceView } from './contract.ts';

/** A row of `process_instance` with what is due, and the site of what it is about. */
export type Row = Parameters<typeof toInstance>[0] & {
  process: string;
  due: { at: string; timer: string } | null;
  site: string | null;
};

/** The timer that will say next that the instance is overdue. */
const DUE = `(select json_build_object('at', due_at, 'timer', timer) from process_timer t
  where t.instance = i.id and starts_with(timer, '${OVERDUE_TIMERS}') order by due_at limit 1) as due`;

/** Of the thing as it stands. */
const SITE = `(select r.data ->> 'site' from process_definition d join record r on r.entity = d.chart ->> 'about' and r.key = i.about
  where d.process = i.process and d.version = i.version) as site`;

/** What \`toView\` needs of an instance \`i\`. */
export const VIEWED = `i.*, ${DUE}, ${SITE}`;

export function toView(row: Row): InstanceView {
  const { process } = row;
  const { id, version, about, status, state, startedAt, changedAt, overdue, problem } = toInstance(row);
  return {
    ...{ id, process, version, about, status, state, startedAt, changedAt },
    ...(row.due && { due: { at: new Date(row.due.at).toISOString(), in: stateOf(row.due.timer) } }),
    ...(overdue && { overdue }),
    ...(row.site !== null && { site: row.site }),
    ...(problem && { problem: { detail: problem.detail, advice: problem.advice } }),
  };
}
