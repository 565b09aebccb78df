import { setTimeout as delay } from 'node:timers/promises';
import type { Reading } from './journals.ts';
import { readParked } from './judge/parked.ts';
import { missingIn, type Verdict } from './judge/verdict.ts';
import { judgeScene } from './judgeScene.ts';
import type { Scene } from './scene.ts';
import type { SystemProcess } from './systems.ts';

/** Milliseconds of a step of the systems, when no more faults come: customers pay within 30 s of the invoice. */
const pace = 100;
/** Nothing was told or taken for so long, and the hubs have nothing to try again: no more will be. Invoices of before are paid within 90 s. */
const quietSeconds = 120;
const settledSeconds = 6;

/** Mends the systems and lets them begin nothing new, also those that were started again since; one that is not up is settled the next time. */
async function settle(systems: Iterable<SystemProcess>): Promise<void> {
  const settleOne = async (system: SystemProcess) => {
    await system.control('POST', '/faults/heal');
    await system.control('POST', '/rate?perSecond=0');
    await system.control('POST', `/pace?ms=${pace}`);
  };
  await Promise.allSettled([...systems].map(settleOne));
}

/** Stops the business and waits until nothing is missing any more, or nothing moves; resolves to the judge's verdict. Fails when neither comes about. */
export async function drain(
  scene: Scene,
  reading: Reading,
  most: number,
  say: (line: string) => void,
): Promise<Verdict> {
  const start = Date.now();
  let moved = Date.now();
  for (;;) {
    await settle(scene.systems.values());
    const news = await reading.readOn();
    if (news > 0 || (await movesByItself(scene.database))) moved = Date.now();
    const still = (Date.now() - moved) / 1000;
    const waited = (Date.now() - start) / 1000;
    // While something moves the machine is left to those who move it.
    if (still >= settledSeconds) {
      const verdict = await judgeScene(scene, reading).catch((error: Error) => error);
      // A system that does not answer is asked the next time.
      const isJudged = !(verdict instanceof Error);
      const found = isJudged ? `${missingIn(verdict)} missing` : verdict.message;
      say(`draining for ${waited.toFixed(0)} s: ${found}, the last moved ${still.toFixed(0)} s ago`);
      if (isJudged && (missingIn(verdict) === 0 || still >= quietSeconds)) return verdict;
    } else if (news > 0) say(`draining for ${waited.toFixed(0)} s: ${news} more told or taken`);
    if (waited >= most)
      throw new Error(`after ${most} s it still drains: give it a lower --rate on this machine`);
    await delay(2000);
  }
}

async function movesByItself(database: string): Promise<boolean> {
  return (await readParked(database)).some(({ state }) => state === 'waiting' || state === 'retrying');
}
