import { setTimeout as delay } from 'node:timers/promises';
import type { Journals, Reading } from './journals.ts';
import type { Scene } from './scene.ts';

const most = 1200;
const warehouses = ['wms-columbus', 'wms-rotterdam'];

/** The business runs when goods went all the way: out of both warehouses, and back to the CRM. */
export async function warmUp(scene: Scene, reading: Reading, say: (line: string) => void): Promise<void> {
  const start = Date.now();
  for (let round = 0; ; round++) {
    await reading.readOn();
    const missing = missingOf(reading.journals());
    const seconds = Math.round((Date.now() - start) / 1000);
    if (missing.length === 0)
      return say(`the business of ${scene.systems.size} systems runs after ${seconds} s`);
    if (seconds > most)
      throw new Error(`the business did not come to run within ${most} s: ${saidLast(scene)}`);
    if (round % 10 === 9)
      say(`the first load goes on: no goods yet from ${missing.join(', ')} (${seconds} s)`);
    await delay(1000);
  }
}

function missingOf(journals: Journals): string[] {
  const milestones = journals.get('crm')!.filter((entry) => 'took' in entry && entry.took === 'milestones');
  return warehouses.filter((warehouse) => !milestones.some(({ id }) => id.startsWith(`${warehouse}~`)));
}

function saidLast(scene: Scene): string {
  return [...scene.hubs]
    .map(([name, hub]) => `${name} said:\n${hub.process.output().slice(-2000)}`)
    .join('\n');
}
