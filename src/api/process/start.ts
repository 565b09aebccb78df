import type { Pool } from '../../database/pool.ts';
import { transaction } from '../../database/transaction.ts';
import { readRecord } from '../../identity/records.ts';
import type { Chart } from '../../landscape/processes/chart.ts';
import { append } from '../../ledger/append.ts';
import type { ProcessEvent } from '../../processes/event.ts';
import { instanceId } from '../../processes/instance.ts';
import { compileMachine, type Machine } from '../../processes/machine.ts';
import { startEntry } from '../../processes/startEntry.ts';
import { guarded, isProblem } from '../../processes/step.ts';
import type { Model } from '../../quality/checker.ts';
import { cameBefore, fingerprint } from '../../vocabulary/idempotency.ts';
import type { JsonObject } from '../../vocabulary/json.ts';
import { type Problem, problem } from '../../vocabulary/problem.ts';
import { keepAudit } from '../audit.ts';
import type { Started } from './contract.ts';

/** Who asks, and under which Idempotency-Key. */
interface Asker {
  actor: string;
  once: string;
}

/**
 * Starts an instance about a thing that the hub knows, as if the event of its chart told of it now; the worker of the process begins it in its turn. What runs
 * already is not started again, and the same key never means two things.
 */
export async function start(
  pool: Pool,
  chart: Chart,
  model: Model,
  { about, data }: { about: string; data: JsonObject },
  { actor, once }: Asker,
): Promise<Started | Problem> {
  const record = await readRecord(pool, chart.about, about);
  if (!record) return unknownThing(chart, about);
  const event: ProcessEvent = {
    type: chart.start.on,
    subject: about,
    time: new Date().toISOString(),
    data: { ...data, record: record.data },
  };
  const wrong = unfit(chart, model, event);
  if (wrong) return wrong;
  const asked = `${actor} ${once}`;
  const print = fingerprint([chart.code, about, data]);
  return transaction(pool, async (connection) => {
    const { rowCount } = await connection.query(
      'insert into process_start (asked, process, about, fingerprint) values ($1, $2, $3, $4) on conflict do nothing',
      [asked, chart.code, about, print],
    );
    const id = instanceId(chart.code, about);
    const { rows } = await connection.query<{ fingerprint: string; runs: boolean }>(
      'select fingerprint, exists (select from process_instance where id = $2) as runs from process_start where asked = $1',
      [asked, id],
    );
    const [kept] = rows;
    if (kept!.fingerprint !== print) return cameBefore('start');
    if (rowCount === 1 && !kept!.runs) {
      await keepAudit(connection, { actor, action: 'process.start', subject: id, details: { data } });
      await append(connection, [startEntry(chart, event, asked)]);
    }
    return { id, process: chart.code, about };
  });
}

/** A chart is compiled once, not for each start. */
const machines = new WeakMap<Chart, Machine>();

/** Why the chart does not begin with this, if it does not. */
function unfit(chart: Chart, model: Model, event: ProcessEvent): Problem | undefined {
  const machine = machines.get(chart) ?? compileMachine(chart, model);
  machines.set(chart, machine);
  const found = guarded(machine, () => ({ starts: machine.starts(event), known: machine.context(event) }));
  if (isProblem(found)) return { ...found, code: 'request-invalid', stage: 'api' };
  if (found.starts) return undefined;
  const detail = `${chart.code} does not start with ${event.subject} as it is: its \`start.when\` is not true.`;
  return problem('request-invalid', 'api', detail, {
    advice: 'Look at the record and at the start of the chart.',
  });
}

function unknownThing({ about: entity }: Chart, about: string): Problem {
  return problem('not-found', 'api', `There is no ${entity} ${about}.`, {
    advice: 'Look for it with `npx lineshaft trace`.',
  });
}
