import path from 'node:path';
import type { Logger } from 'pino';
import type { Endpoints } from './connectors/connector.ts';
import type { Pool } from './database/pool.ts';
import { createAsk } from './delivery/ask.ts';
import { interfaceGate } from './delivery/interfaceGate.ts';
import type { WindowGuard } from './delivery/windowGuard.ts';
import type { InboundLine } from './inbound.ts';
import type { SourceInterface } from './landscape/landscape.ts';
import type { Wakeup } from './ledger/wakeup.ts';
import type { CompiledLine } from './line.ts';
import type { RunningSystem } from './runSystem.ts';
import { registerSubscription } from './subscription.ts';
import { workSource } from './workers/sourceWorker.ts';
import { workSubscription } from './workers/subscriptionWorker.ts';

export interface InterfaceSurroundings {
  line: InboundLine;
  wakeup: Wakeup;
  endpoints: Endpoints;
  /** Where connectors keep files of their own. */
  state: string;
  log: Logger;
}

/** Works a source interface until the signal aborts; resolves when it has stopped between two batches. */
export async function runSource(
  { line, wakeup, endpoints, state, log: hubLog }: InterfaceSurroundings,
  { opened, gate: shared }: RunningSystem,
  closed: WindowGuard,
  inlet: CompiledLine['inlets'][number],
  signal: AbortSignal,
): Promise<void> {
  const id = await registerSource(line.pool, inlet.interface);
  const { interface: source, system } = inlet;
  const { own, gate } = interfaceGate(shared, closed);
  const context = {
    interface: source.id,
    read: source.read,
    ...(source.format && { format: source.format }),
    folder: system.folder,
    endpoints,
    ask: createAsk(gate, source.id),
    state: path.join(state, system.code, source.name),
    log: hubLog.child({ interface: source.id }),
  };
  const open = () => opened.source!(context);
  await workSource(line, { ...inlet, id }, open, { asks: gate, listens: own }, wakeup, context.log, signal);
}

/** Works a target interface until the signal aborts; what is under way is finished or undone. */
export async function runTarget(
  { line, wakeup, log: hubLog }: InterfaceSurroundings,
  { opened, gate: shared }: RunningSystem,
  closed: WindowGuard,
  outlet: CompiledLine['outlets'][number],
  signal: AbortSignal,
): Promise<void> {
  const id = await registerSubscription(line.pool, outlet.interface.id, outlet.interface.from);
  const { interface: target, system } = outlet;
  const context = {
    interface: target.id,
    write: target.write,
    ...(target.format && { format: target.format }),
    folder: system.folder,
    log: hubLog.child({ interface: target.id }),
  };
  const sink = opened.sink!(context);
  const { gate } = interfaceGate(shared, closed);
  await workSubscription(line, { ...outlet, id, sink, gate }, wakeup, context.log, signal);
}

async function registerSource(pool: Pool, { id }: SourceInterface): Promise<number> {
  await pool.query('insert into source (name) values ($1) on conflict do nothing', [id]);
  const { rows } = await pool.query<{ id: number }>('select id from source where name = $1', [id]);
  return rows[0]!.id;
}
