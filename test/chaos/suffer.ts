import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../process.ts';
import type { Scene } from './scene.ts';
import type { Planned } from './schedule.ts';

/** What was made to go wrong is mended within so many seconds, also on a machine that is slow. */
const mendSeconds = 300;

/**
 * Lets everything happen that is planned, each at its time, and resolves to what did, when all of it is over and mended. When something
 * cannot be mended, or the signal aborts, nothing more happens, and it fails when all that is under way has ended.
 */
export async function suffer(
  scene: Scene,
  planned: readonly Planned[],
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<Planned[]> {
  const happened: Planned[] = [];
  const start = Date.now();
  const suffering = new Set<string>();
  const failed = new AbortController();
  const over = AbortSignal.any([signal, failed.signal]);
  const happen = async (plan: Planned) => {
    await delay(start + plan.at * 1000 - Date.now(), undefined, { signal: over });
    const { fault, victim } = plan;
    const words = `${plan.at.toFixed(1).padStart(6)} s  ${describe(plan)}`;
    if (suffering.has(victim)) return say(`${words}: left out, it is not up yet`);
    suffering.add(victim);
    happened.push(plan);
    say(words);
    await fault.begin(scene, victim, plan.how).catch((error: Error) => say(`${words}: ${error.message}`));
    await delay(plan.lasts * 1000, undefined, { signal: over });
    await mend(scene, plan, over);
    suffering.delete(victim);
  };
  const all = planned.map((plan) => happen(plan).catch((error: Error) => failed.abort(error)));
  await Promise.all(all);
  over.throwIfAborted();
  return happened;
}

/** A victim that suffers from something else besides, such as its database being away, is mended when that is over. */
async function mend(scene: Scene, { fault, victim, name }: Planned, over: AbortSignal): Promise<void> {
  let last: Error | undefined;
  const ended = () =>
    fault.end(scene, victim).then(
      () => true,
      (error: Error) => {
        last = error;
        return over.aborted;
      },
    );
  await until(ended, mendSeconds).catch(() => {
    throw new Error(`${name}: ${victim} was not mended within ${mendSeconds} s: ${last?.message}`);
  });
}

function describe({ name, victim, how, lasts }: Planned): string {
  return `${name}: ${victim}${how === 0 ? '' : ` (${how})`}, for ${lasts.toFixed(1)} s`;
}
