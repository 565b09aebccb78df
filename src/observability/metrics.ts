import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Queryable } from '../database/pool.ts';
import type { Landscape } from '../landscape/landscape.ts';
import { head } from '../ledger/read.ts';
import { inboundPassed, outboundPassed } from '../vocabulary/channels.ts';
import { readStatus, type SiteStatus } from './status.ts';

export interface Metrics {
  contentType: string;
  /** Prometheus text: the counters of this process, and gauges read from the database now. */
  render(db: Queryable): Promise<string>;
  /** Stops listening to the stages. */
  close(): void;
}

interface InboundPassed {
  interface: string;
  outcomes: readonly { outcome: string }[];
  milliseconds: number;
}
interface OutboundPassed {
  interface: string;
  delivered: number;
  parked: number;
  milliseconds: number;
}

/** Counts what the stages of this process publish, for the interfaces of this landscape. */
export function createMetrics(landscape: Landscape): Metrics {
  const registers = [new Registry()];
  const registry = registers[0]!;
  collectDefaultMetrics({ register: registry });
  const taken = new Counter({
    name: 'lineshaft_messages_total',
    help: 'Messages taken in by this process, by outcome',
    labelNames: ['interface', 'outcome'],
    registers,
  });
  const delivered = new Counter({
    name: 'lineshaft_deliveries_total',
    help: 'Deliveries by this process, by outcome',
    labelNames: ['interface', 'outcome'],
    registers,
  });
  const batches = new Histogram({
    name: 'lineshaft_batch_seconds',
    help: 'How long a batch took, from the source or to the target, until it was durable',
    labelNames: ['interface'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const gauges = createGauges(registers);

  const isKnown = (id: string) =>
    landscape.systems.get(id.slice(0, id.indexOf('/')))?.interfaces.has(id.slice(id.indexOf('/') + 1));
  const onInbound = (message: unknown) => {
    const { interface: id, outcomes, milliseconds } = message as InboundPassed;
    if (!isKnown(id)) return;
    for (const { outcome } of outcomes) taken.inc({ interface: id, outcome });
    batches.observe({ interface: id }, milliseconds / 1000);
  };
  const onOutbound = (message: unknown) => {
    const passed = message as OutboundPassed;
    if (!isKnown(passed.interface)) return;
    delivered.inc({ interface: passed.interface, outcome: 'delivered' }, passed.delivered);
    delivered.inc({ interface: passed.interface, outcome: 'parked' }, passed.parked);
    batches.observe({ interface: passed.interface }, passed.milliseconds / 1000);
  };
  inboundPassed.subscribe(onInbound);
  outboundPassed.subscribe(onOutbound);

  return {
    contentType: registry.contentType,
    render: async (db) => {
      const [sites, position] = await Promise.all([readStatus(db, landscape), head(db)]);
      gauges.set(sites, position);
      return registry.metrics();
    },
    close: () => {
      inboundPassed.unsubscribe(onInbound);
      outboundPassed.unsubscribe(onOutbound);
      registry.clear();
    },
  };
}

function createGauges(registers: Registry[]) {
  const place = ['site', 'system', 'interface', 'direction'];
  const lag = new Gauge({
    name: 'lineshaft_lag_seconds',
    help: 'Source: now − watermark. Target: how long the oldest entry waits that it has not come to',
    labelNames: place,
    registers,
  });
  const up = new Gauge({
    name: 'lineshaft_interface_running',
    help: '1: worked without a problem, also while held; 0: failing or stopped',
    labelNames: place,
    registers,
  });
  const open = new Gauge({
    name: 'lineshaft_open_messages',
    help: 'Messages that wait, by state',
    labelNames: [...place, 'state'],
    registers,
  });
  const held = new Gauge({
    name: 'lineshaft_held',
    help: '1: held by a maintenance window, an open circuit or a limit, as the state says',
    labelNames: [...place, 'state'],
    registers,
  });
  const newest = new Gauge({
    name: 'lineshaft_ledger_position',
    help: 'The newest position of the ledger',
    registers,
  });
  return {
    set: (sites: readonly SiteStatus[], position: number) => {
      for (const gauge of [lag, up, open, held]) gauge.reset();
      newest.set(position);
      for (const site of sites) {
        for (const system of site.systems) {
          for (const status of system.interfaces) {
            const { id, direction, state, lagSeconds } = status;
            const labels = { site: site.code, system: system.code, interface: id, direction };
            up.set(labels, state === 'running' || state === 'held' ? 1 : 0);
            if (status.hold) held.set({ ...labels, state: status.hold.state }, 1);
            if (lagSeconds !== null) lag.set(labels, lagSeconds);
            for (const [name, count] of Object.entries(status.open))
              open.set({ ...labels, state: name }, count);
          }
        }
      }
    },
  };
}
