import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../process.ts';
import type { Reading } from './journals.ts';
import { judge } from './judge/judge.ts';
import { readParked } from './judge/parked.ts';
import type { Verdict } from './judge/verdict.ts';
import type { Scene } from './scene.ts';
import type { SystemProcess } from './systems.ts';

/** Nothing was told or taken for so long: no more will be. */
const quietSeconds = 60;
const settledSeconds = 6;

/** Mends a system and lets it begin nothing new; false while it is not up. */
async function settle(system: SystemProcess): Promise<boolean> {
  try {
    await system.control('POST', '/faults/heal');
    await system.control('POST', '/rate?perSecond=0');
    return true;
  } catch {
    return false;
  }
}

/** Stops the business and waits until nothing is missing any more, or nothing moves; resolves to the judge's verdict. */
export async function drain(
  scene: Scene,
  reading: Reading,
  most: number,
  say: (line: string) => void,
): Promise<Verdict> {
  for (const system of scene.systems.values()) {
    await until(() => settle(system), 120);
  }
  const start = Date.now();
  let moved = Date.now();
  for (;;) {
    if ((await reading.readOn()) > 0) moved = Date.now();
    const verdict = judge(reading.journals(), await readParked(scene.database));
    const missing = verdict.findings.filter(
      ({ fault }) => fault === 'lost' || fault === 'wrongly parked',
    ).length;
    const still = (Date.now() - moved) / 1000;
    const waited = (Date.now() - start) / 1000;
    say(
      `draining for ${waited.toFixed(0)} s: ${missing} still missing, the last moved ${still.toFixed(0)} s ago`,
    );
    if (missing === 0 && still >= settledSeconds) return verdict;
    if (still >= quietSeconds || waited >= most) return verdict;
    await delay(2000);
  }
}
