import { setTimeout as delay } from 'node:timers/promises';
import type { Scene } from './scene.ts';
import type { Planned } from './schedule.ts';

/** Lets everything happen that is planned, each at its time, and resolves to what did, when all of it is over and mended. */
export async function suffer(
  scene: Scene,
  planned: readonly Planned[],
  say: (line: string) => void,
): Promise<Planned[]> {
  const happened: Planned[] = [];
  const start = Date.now();
  const suffering = new Set<string>();
  const happen = async (plan: Planned) => {
    await delay(start + plan.at * 1000 - Date.now());
    const { fault, victim } = plan;
    const words = `${plan.at.toFixed(1).padStart(6)} s  ${describe(plan)}`;
    if (suffering.has(victim)) return say(`${words}: left out, it is not up yet`);
    suffering.add(victim);
    happened.push(plan);
    say(words);
    await fault.begin(scene, victim, plan.how).catch((error: Error) => say(`${words}: ${error.message}`));
    await delay(plan.lasts * 1000);
    await fault.end(scene, victim);
    suffering.delete(victim);
  };
  await Promise.all(planned.map(happen));
  return happened;
}

function describe({ name, victim, how, lasts }: Planned): string {
  return `${name}: ${victim}${how === 0 ? '' : ` (${how})`}, for ${lasts.toFixed(1)} s`;
}
