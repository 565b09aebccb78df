import type { Pool } from '../../database/pool.ts';
import type { Chart } from '../../landscape/processes/chart.ts';
import type { Instance } from '../../processes/instance.ts';
import { compileMachine, type Machine } from '../../processes/machine.ts';
import { move } from '../../processes/migrate.ts';
import { isProblem } from '../../processes/step.ts';
import { toInstance } from '../../processes/store.ts';
import type { Model } from '../../quality/checker.ts';
import { ALLOWED } from './ask.ts';
import type { InstancesFilter } from './contract.ts';
import type { Migration } from './jobContract.ts';
import { where } from './where.ts';

const PAGE = 1000;

/** What would become of the open instances that are on another version than the chart; changes nothing. */
export async function foreseeMigration(
  pool: Pool,
  chart: Chart,
  filter: InstancesFilter,
  model: Model,
): Promise<Migration> {
  const newest = compileMachine(chart, model);
  const machines = await readMachines(pool, chart, model);
  const states = new Map<string, Migration['states'][number]>();
  for await (const instance of instancesElsewhere(pool, chart, filter)) {
    const told = tell(machines.get(instance.version)!, newest, instance);
    const group = JSON.stringify([instance.version, instance.state, told]);
    const { about, version, state } = instance;
    const { instances, example } = states.get(group) ?? { instances: 0, example: about };
    states.set(group, { version, state, instances: instances + 1, ...told, example });
  }
  const sorted = [...states.values()].sort((a, b) => a.version - b.version || b.instances - a.instances);
  const instances = sorted.reduce((sum, each) => sum + each.instances, 0);
  return { version: chart.version, instances, states: sorted };
}

function tell(from: Machine, to: Machine, instance: Instance): { to: unknown } | { left: string } {
  const event = {
    type: 'migrate',
    subject: instance.about,
    time: new Date().toISOString(),
    data: {},
  };
  const moved = move(from, to, instance, [], event);
  if (isProblem(moved)) return { left: moved.detail };
  return 'left' in moved ? moved : { to: moved.instance.state };
}

async function readMachines(pool: Pool, { code }: Chart, model: Model): Promise<Map<number, Machine>> {
  const { rows } = await pool.query<{ version: number; chart: Chart }>(
    'select version, chart from process_definition where process = $1',
    [code],
  );
  return new Map(rows.map(({ version, chart }) => [version, compileMachine(chart, model)]));
}

async function* instancesElsewhere(
  pool: Pool,
  { code, version }: Chart,
  filter: InstancesFilter,
): AsyncGenerator<Instance> {
  const { text, values } = where(code, filter);
  const at = (n: number) => `$${values.length + n}`;
  for (let after = ''; ; ) {
    const { rows } = await pool.query<Parameters<typeof toInstance>[0]>(
      `select * from process_instance i where ${text} and version <> ${at(1)} and status = any(${at(2)}) and id > ${at(3)}
       order by id limit ${at(4)}`,
      [...values, version, ALLOWED.migrate, after, PAGE],
    );
    yield* rows.map(toInstance);
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.id;
  }
}
