import type { Journals } from '../journals.ts';
import { judgeDocuments } from './documents.ts';
import { judgeFacts } from './facts.ts';
import { findParked, type ParkedRow } from './parked.ts';
import { sumOf, type Verdict } from './verdict.ts';

/** Compares what every system took with what was told to be taken, by their own journals. */
export function judge(journals: Journals, parked: readonly ParkedRow[]): Verdict {
  const verdict = sumOf([judgeFacts(journals), judgeDocuments(journals)]);
  return { ...verdict, findings: findParked(verdict.findings, parked) };
}
