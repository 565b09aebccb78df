import type { Queryable } from '../../database/pool.ts';
import type { Landscape } from '../../landscape/landscape.ts';
import { statesIn } from '../../processes/event.ts';
import { OPEN } from '../../processes/instance.ts';
import type { Counts, Processes } from './chartContract.ts';

type Standing = Processes['processes'][number]['instances'];

/** Every declared process, and how its instances stand. */
export async function listProcesses(db: Queryable, { processes }: Landscape): Promise<Processes> {
  const standings = await readStandings(db);
  return {
    processes: [...processes.values()].map(({ code, title, about, version, uses }) => ({
      process: code,
      ...(title !== undefined && { title }),
      ...{ about, version },
      ...(uses !== undefined && { uses }),
      instances: standings.get(code) ?? NONE,
    })),
  };
}

const NONE: Standing = { running: 0, overdue: 0, stuck: 0, cancelling: 0, ended: 0, cancelled: 0 };

async function readStandings(db: Queryable): Promise<Map<string, Standing>> {
  const { rows } = await db.query<Standing & { process: string }>(
    `select process,
       coalesce(sum(instances) filter (where status = 'running'), 0)::int as running,
       coalesce(sum(instances) filter (where overdue and status in ${OPEN}), 0)::int as overdue,
       coalesce(sum(instances) filter (where status = 'stuck'), 0)::int as stuck,
       coalesce(sum(instances) filter (where status = 'cancelling'), 0)::int as cancelling,
       coalesce(sum(instances) filter (where status = 'ended'), 0)::int as ended,
       coalesce(sum(instances) filter (where status = 'cancelled'), 0)::int as cancelled
     from process_count group by process`,
  );
  return new Map(rows.map(({ process, ...standing }) => [process, standing]));
}

/** How many open instances are in each state of a process; one in a state within another is in both. */
export async function countStates(
  db: Queryable,
  process: string,
  version: number | undefined,
): Promise<Counts> {
  const { rows } = await db.query<{ state: string; instances: number; overdue: number; stuck: number }>(
    `select state, sum(instances)::int as instances, coalesce(sum(instances) filter (where overdue), 0)::int as overdue,
       coalesce(sum(instances) filter (where status = 'stuck'), 0)::int as stuck
     from process_count
     where process = $1 and status in ${OPEN} and ($2::int is null or version = $2)
     group by state having sum(instances) > 0`,
    [process, version ?? null],
  );
  const counts = new Map<string, Counts['states'][number]>();
  for (const row of rows) {
    for (const state of statesIn(JSON.parse(row.state))) {
      const { instances = 0, overdue = 0, stuck = 0 } = counts.get(state) ?? {};
      counts.set(state, {
        state,
        instances: instances + row.instances,
        overdue: overdue + row.overdue,
        stuck: stuck + row.stuck,
      });
    }
  }
  return { states: [...counts.values()] };
}
