import type { Journals } from '../journals.ts';
import { judgeDocuments } from './documents.ts';
import { judgeFacts } from './facts.ts';
import { type IsMistyped, judgeMasters, type Master, type StandingMaster } from './masters.ts';
import { findParked, type ParkedRow } from './parked.ts';
import { type ItemKeys, judgeStock } from './stock.ts';
import { sumOf, type Verdict } from './verdict.ts';

/** Compares what every system took with what was told to be taken, by their own journals. */
export function judge(journals: Journals, itemKeys: ItemKeys, parked: readonly ParkedRow[]): Verdict {
  const verdict = sumOf([judgeFacts(journals), judgeDocuments(journals), judgeStock(journals, itemKeys)]);
  return { ...verdict, findings: findParked(verdict.findings, parked) };
}

/** Compares what the ERPs hold in the end with what the ledger says. */
export function judgeHoldings(
  standing: readonly StandingMaster[],
  held: readonly Master[],
  isMistyped: IsMistyped,
  parked: readonly ParkedRow[],
): Verdict {
  const verdict = judgeMasters(standing, held, isMistyped);
  return { ...verdict, findings: findParked(verdict.findings, parked) };
}
