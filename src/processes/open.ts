import { isDeepStrictEqual } from 'node:util';
import type { Pool } from '../database/pool.ts';
import type { Chart } from '../landscape/processes/chart.ts';
import type { MappingModel } from '../mapping/compile.ts';
import { registerSubscription } from '../subscription.ts';
import { ProblemError, problem } from '../vocabulary/problem.ts';
import { OPEN } from './instance.ts';
import { compileMachine } from './machine.ts';
import { heardBy, type RunningProcess } from './running.ts';

/**
 * Makes a declared process ready to run. A new one hears what happens from now on. Its chart is kept by its version, for the instances that begin with
 * it; a chart that means something else under the same version is refused while instances run on it.
 */
export async function openProcess(pool: Pool, chart: Chart, model: MappingModel): Promise<RunningProcess> {
  const newest = compileMachine(chart, model);
  await keepDefinition(pool, chart);
  const { rows } = await pool.query<{ version: number; chart: Chart }>(
    `select d.version, d.chart from process_definition d where d.process = $1 and exists (
       select from process_instance i where i.process = d.process and i.version = d.version and i.status in ${OPEN})`,
    [chart.code],
  );
  const machines = new Map(rows.map(({ version, chart: kept }) => [version, compileMachine(kept, model)]));
  machines.set(chart.version, newest);
  const id = await registerSubscription(pool, `process/${chart.code}`, 'now');
  return { id, newest, machines, hears: heardBy(machines.values()) };
}

async function keepDefinition(pool: Pool, chart: Chart): Promise<void> {
  const { rows } = await pool.query<{ chart: Chart; used: boolean }>(
    `select chart, exists (select from process_instance i where i.process = d.process and i.version = d.version and i.status in ${OPEN}) as used
     from process_definition d where process = $1 and version = $2`,
    [chart.code, chart.version],
  );
  const [kept] = rows;
  if (kept?.used && !isDeepStrictEqual(meaningOf(kept.chart), meaningOf(chart)))
    throw new ProblemError(changed(chart));
  await pool.query(
    `insert into process_definition (process, version, chart) values ($1, $2, $3)
     on conflict (process, version) do update set chart = excluded.chart`,
    [chart.code, chart.version, JSON.stringify(chart)],
  );
}

/**
 * Without the lines it stands at, the names for people, the values of parameters (an instance keeps those it began with), and what is said of instances on
 * other versions.
 */
function meaningOf({ parameters, segment: _, migrate: __, ...chart }: Chart): unknown {
  const text = JSON.stringify({ ...chart, types: parameters.types }, (name, value) =>
    ['line', 'file', 'title'].includes(name) ? undefined : value,
  );
  return JSON.parse(text);
}

function changed({ code, version, file, line }: Chart) {
  const detail = `The process ${code} has changed, but its version is still ${version}, on which instances run`;
  const advice = `Write \`version: ${version + 1}\`: they stay on the version they began with.`;
  return problem('landscape-invalid', 'landscape', detail, { file, line, advice });
}
