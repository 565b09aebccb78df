import type { Queryable } from '../../database/pool.ts';
import type { Landscape, TargetInterface } from '../../landscape/landscape.ts';
import { isOwn, type LedgerEntry } from '../../vocabulary/envelope.ts';
import { HOLD, type HoldRow, type HoldStatus, holdOf } from '../status.ts';
import type { PassedStep, WaitingStep } from './journey.ts';

/** How far a target has read the ledger, and what holds it. */
interface Standing {
  position: number;
  hold?: HoldStatus;
}

/**
 * For every target in scope that has neither a receipt nor a held message of an entry (`settled`: `<interface>:<position>`): it waits for
 * the target, or the target has gone past it.
 */
export async function stepsAhead(
  db: Queryable,
  landscape: Landscape,
  entries: Iterable<LedgerEntry>,
  settled: ReadonlySet<string>,
  now: number,
): Promise<(WaitingStep | PassedStep)[]> {
  const targets = [...landscape.systems.values()].flatMap((system) =>
    [...system.interfaces.values()].flatMap((each) => (each.direction === 'target' ? each : [])),
  );
  const standings = await readStandings(db);
  const steps: (WaitingStep | PassedStep)[] = [];
  for (const entry of entries) {
    for (const target of targets) {
      if (!isInScope(target, entry) || settled.has(`${target.id}:${entry.position}`)) continue;
      steps.push(stepOf(target, entry, standings.get(target.id) ?? { position: 0 }, now));
    }
  }
  return steps;
}

async function readStandings(db: Queryable): Promise<Map<string, Standing>> {
  const { rows } = await db.query<HoldRow & { name: string; position: number }>(
    `select name, position, ${HOLD} from subscription`,
  );
  return new Map(
    rows.map((row) => {
      const hold = holdOf(row);
      return [row.name, { position: row.position, ...(hold && { hold }) }];
    }),
  );
}

/** As `route` in outbound.ts decides, but for `where:`. */
function isInScope({ entity, system, sites }: TargetInterface, entry: LedgerEntry): boolean {
  if (entity !== entry.entity || isOwn(system, entry)) return false;
  return sites.length === 0 || (entry.site !== undefined && sites.includes(entry.site));
}

function stepOf(
  target: TargetInterface,
  entry: LedgerEntry,
  { position, hold }: Standing,
  now: number,
): WaitingStep | PassedStep {
  const step = {
    at: entry.recordedAt,
    entity: entry.entity,
    key: entry.subject,
    interface: target.id,
    position: entry.position,
  };
  if (position >= entry.position) return { kind: 'passed', ...step };
  const lagSeconds = Math.max(0, Math.round((now - Date.parse(entry.recordedAt)) / 100) / 10);
  const conditional = target.where !== undefined;
  return { kind: 'waiting', ...step, lagSeconds, ...(hold && { hold }), conditional };
}
