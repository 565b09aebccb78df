import type { Problem } from '../../vocabulary/problem.ts';
import { findUncovered } from './codeCover.ts';
import { type Flows, flowsOf } from './flows.ts';
import { findEmigrants } from './residency.ts';
import { findUnconvertible } from './unitCover.ts';
import { findUntoldAuthors } from './untoldAuthors.ts';
import { findUntranslated } from './untranslated.ts';

/** What the mappings would do against the landscape: data that leaves its region, codes and units that lead nowhere, changes without an author. */
export function checkFlows(flows: Flows): Problem[] {
  const all = flowsOf(flows);
  return distinct([
    ...findEmigrants(flows, all),
    ...findUntranslated(flows, all),
    ...findUncovered(flows, all),
    ...findUnconvertible(flows, all),
    ...findUntoldAuthors(flows, all),
  ]);
}

/** A mapping of two interfaces says its fault once. */
function distinct(problems: Problem[]): Problem[] {
  const byPlace = new Map(problems.map((each) => [`${each.file}:${each.line} ${each.detail}`, each]));
  return [...byPlace.values()];
}
