import type { Pool } from '../database/pool.ts';
import type { Holder } from '../lease.ts';
import type { Machine } from './machine.ts';

/** A process as this hub works it. */
export interface RunningProcess {
  /** Row in `subscription`. */
  id: number;
  /** The machine that new instances get. */
  newest: Machine;
  /** By version; instances stay on theirs. */
  machines: ReadonlyMap<number, Machine>;
  /** The entities whose entries it hears. */
  hears: readonly string[];
}

export interface ProcessLine {
  pool: Pool;
  holder: Holder;
}

/** The entities of the events that a chart listens to, and of the commands whose answers it gets. */
export function heardBy(machines: Iterable<Machine>): string[] {
  const all = new Set<string>();
  for (const { chart, listens } of machines) {
    for (const { entity } of chart.commands) all.add(entity);
    for (const event of listens) if (event.includes('.')) all.add(event.split('.')[0]!);
  }
  return [...all].sort();
}
