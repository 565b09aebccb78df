import type { Journals } from '../journals.ts';
import { judgeDocuments } from './documents.ts';
import { judgeFacts } from './facts.ts';
import { findParked, type ParkedRow } from './parked.ts';
import { judgeShown, type Shown } from './shown.ts';
import { sumOf, type Verdict } from './verdict.ts';

/** Compares what every system took with what was told to be taken, by their own journals, and what it shows with what was said last. */
export function judge(journals: Journals, parked: readonly ParkedRow[], shown: readonly Shown[]): Verdict {
  const verdict = sumOf([judgeFacts(journals), judgeDocuments(journals), judgeShown(shown)]);
  return { ...verdict, findings: findParked(verdict.findings, parked) };
}
