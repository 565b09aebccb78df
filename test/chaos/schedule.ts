import { type Random, random } from '../../examples/five-sites/systems/world/prng.ts';
import type { Fault } from './faults.ts';

/** A fault that will happen. */
export interface Planned {
  /** Seconds from the start. */
  at: number;
  lasts: number;
  name: string;
  fault: Fault;
  victim: string;
  how: number;
}

/** A victim is left in peace for so long after a fault, to be up again before the next. */
const rest = 2;

/** The faults of so many seconds, always the same ones for the same seed; one victim suffers one at a time. */
export function schedule(faults: Record<string, Fault>, seconds: number, seed: number): Planned[] {
  const r = random(seed, 'chaos');
  const planned: Planned[] = [];
  const busyUntil = new Map<string, number>();
  for (let at = 1; at < seconds; at += r.int(1, 7) / 10) {
    const [name, fault] = draw(faults, r);
    const [least, most] = fault.lasts;
    const lasts = r.int(least * 10, most * 10) / 10;
    const how = fault.how?.(r) ?? 0;
    const victim = r.pick(fault.victims);
    if ((busyUntil.get(victim) ?? 0) > at) continue;
    busyUntil.set(victim, at + lasts + rest);
    planned.push({ at, lasts, name, fault, victim, how });
  }
  return planned;
}

function draw(faults: Record<string, Fault>, r: Random): [string, Fault] {
  const all = Object.entries(faults);
  let at = r.next() * all.reduce((sum, [, { weight }]) => sum + weight, 0);
  for (const entry of all) {
    at -= entry[1].weight;
    if (at < 0) return entry;
  }
  return all[0]!;
}
