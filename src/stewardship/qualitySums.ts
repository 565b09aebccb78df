import type { MessageOutcome } from '../connectors/connector.ts';
import type { Arrival } from '../identity/arrival.ts';
import { findingsOf, siteOf } from './findings.ts';

/** What the checks made of the messages of one batch at one site. */
export interface QualitySum {
  checked: number;
  /** Without any finding. */
  clean: number;
  /** Messages by the rule they broke, or by the problem that stopped them. */
  rules: Map<string, number>;
}

/** By site; what waits behind another message, or was offered before, was not checked. */
export function sumQuality(
  passing: readonly { arrivals: readonly Arrival[] }[],
  outcomes: readonly MessageOutcome[],
  site: string,
): Map<string, QualitySum> {
  const sums = new Map<string, QualitySum>();
  for (const [i, { arrivals }] of passing.entries()) {
    const outcome = outcomes[i]!;
    const broken = brokenBy(outcome, arrivals);
    if (!broken) continue;
    const at = arrivals[0] ? siteOf(arrivals[0].record, site) : site;
    const sum = sums.get(at) ?? { checked: 0, clean: 0, rules: new Map() };
    sums.set(at, sum);
    sum.checked++;
    if (broken.length === 0) sum.clean++;
    for (const rule of new Set(broken)) sum.rules.set(rule, (sum.rules.get(rule) ?? 0) + 1);
  }
  return sums;
}

const NONE: string[] = [];

function brokenBy(outcome: MessageOutcome, arrivals: readonly Arrival[]): string[] | undefined {
  if (outcome.outcome === 'duplicate' || outcome.outcome === 'skipped') return undefined;
  if (outcome.outcome === 'parked') {
    const { code, rule } = outcome.problem;
    return code === 'waits-behind' ? undefined : [rule ?? code];
  }
  let broken = NONE;
  for (const arrival of arrivals) {
    const found = findingsOf(arrival);
    if (found.length > 0) broken = [...broken, ...found.map(({ problem }) => problem.rule ?? problem.code)];
  }
  return broken;
}
