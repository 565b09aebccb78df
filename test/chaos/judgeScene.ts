import type { Reading } from './journals.ts';
import { judgeBalances, readBalances } from './judge/balances.ts';
import { judge, judgeHoldings } from './judge/judge.ts';
import { judgeOrders, readOrders } from './judge/orders.ts';
import { findParked, type ParkedRow, readParked } from './judge/parked.ts';
import { judgeInstances, readInstances } from './judge/processes.ts';
import { missingIn, sumOf, type Verdict } from './judge/verdict.ts';
import { readAmerican } from './masters/american.ts';
import { readEuropean } from './masters/european.ts';
import { isMistyped } from './masters/mistyped.ts';
import { readItemKeys, readStanding } from './masters/standing.ts';
import type { Scene } from './scene.ts';

/** What is found wrong now: by the journals, the processes and what is promised, and once nothing is missing there, by what the ERPs hold. */
export async function judgeScene(scene: Scene, reading: Reading): Promise<Verdict> {
  const parked = await readParked(scene.database);
  const itemKeys = await readItemKeys(scene.database);
  const orders = judgeOrders(reading.journals(), await readOrders(scene.database));
  const verdict = sumOf([
    judge(reading.journals(), itemKeys, parked),
    { ...orders, findings: findParked(orders.findings, parked) },
    judgeInstances(await readInstances(scene.database)),
    judgeBalances(await readBalances(scene.database)),
  ]);
  return missingIn(verdict) > 0 ? verdict : sumOf([verdict, await judgeMastersOf(scene, parked)]);
}

async function judgeMastersOf({ database, systems }: Scene, parked: readonly ParkedRow[]): Promise<Verdict> {
  const [standing, american, european] = await Promise.all([
    readStanding(database),
    readAmerican(systems.get('na-erp')!.env['NA_ERP_URL']!),
    readEuropean(systems.get('eu-erp')!.env),
  ]);
  return judgeHoldings(standing, [...american, ...european], isMistyped, parked);
}
