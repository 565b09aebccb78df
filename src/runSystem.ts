import type { Logger } from 'pino';
import type { Connector, OpenSystem } from './connectors/connector.ts';
import { connectors } from './connectors/registry.ts';
import type { Pool } from './database/pool.ts';
import { createBudget } from './delivery/budget.ts';
import { createCircuitGuard } from './delivery/circuitGuard.ts';
import { createGate, type Gate } from './delivery/gate.ts';
import { createStanding, type Standing } from './delivery/standing.ts';
import { createThrottle } from './delivery/throttle.ts';
import { createTurns } from './delivery/turns.ts';
import { createWindowGuard, type WindowGuard } from './delivery/windowGuard.ts';
import type { Site, System } from './landscape/landscape.ts';
import type { Wakeup } from './ledger/wakeup.ts';
import { workSystem } from './workers/systemWorker.ts';

/** A system that is spoken to: what its interfaces share. */
export interface RunningSystem {
  opened: OpenSystem;
  closed: WindowGuard;
  /** What holds the system, and whose turn it is to ask or to send. */
  gate: Gate;
  /** After its interfaces have stopped. */
  stop(): Promise<void>;
}

export interface SystemSurroundings {
  pool: Pool;
  wakeup: Wakeup;
  log: Logger;
}

export async function runSystem(
  { pool, wakeup, log: hubLog }: SystemSurroundings,
  system: System,
  site: Site,
): Promise<RunningSystem> {
  const { code, connection, maintenance } = system;
  const log = hubLog.child({ system: code });
  const connector = connectors.get(system.connector) as Connector;
  const opened = await connector.open({ system: code, connection, timeZone: site.timeZone, log });
  const closed = createWindowGuard(maintenance);
  const standing = createStanding(pool, code, log);
  // How it stands, as it was when the hubs last knew.
  await standing.refresh();
  const stopping = new AbortController();
  const working = workSystem(standing, opened.check, wakeup, hubLog, stopping.signal);
  return {
    opened,
    closed,
    gate: gateOf(pool, system, site, closed, standing),
    stop: async () => {
      stopping.abort();
      await working;
      await opened.close();
    },
  };
}

function gateOf(pool: Pool, system: System, site: Site, closed: WindowGuard, standing: Standing): Gate {
  const { concurrency, quotaZone: zone = site.timeZone, ...declared } = system.limits;
  const budget = createBudget(pool, system.code, { ...declared, zone });
  const guards = [closed, createCircuitGuard(standing), createThrottle(standing), budget];
  return createGate(createTurns(concurrency, budget), guards);
}
