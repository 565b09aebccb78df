import type { EntityModel, Finding } from '../../quality/checker.ts';
import { type Problem, problem } from '../../vocabulary/problem.ts';
import type { Arrival } from '../arrival.ts';
import type { CurrentRecord } from '../records.ts';
import { claimsOf } from './claims.ts';
import type { Breach } from './findBreaches.ts';
import type { Asked } from './readAsked.ts';

export interface Judged {
  stops: Map<Arrival, Problem>;
  /** Of what is let on. */
  findings: Map<Arrival, Finding[]>;
}

/** A breach of severity E stops the message that brought it, but while a steward is asked whether the two are one: then nothing waits. */
export function judge(
  entity: EntityModel,
  changes: readonly { arrival: Arrival; next: { record: CurrentRecord } }[],
  breaches: readonly Breach[],
  isAsked: Asked,
): Judged {
  const judged: Judged = { stops: new Map(), findings: new Map() };
  for (const breach of breaches) {
    const { key, id, rule } = breach.claim;
    const by = changes.find(
      ({ next: { record } }) => record.key === key && claimsOf(entity, key, record.data).has(id),
    );
    if (!by) continue;
    const asked = isAsked(key, breach.other);
    const found = breachProblem(entity, breach, asked ? '; a steward is asked whether they are one' : '');
    if (rule.severity === 'E' && !asked) judged.stops.set(by.arrival, found);
    else append(judged.findings, by.arrival, { severity: 'W', problem: found });
  }
  return judged;
}

/** Names the other record. */
export function breachProblem({ entity }: EntityModel, { claim, other }: Breach, more = ''): Problem {
  const { rule, field, written } = claim;
  const detail = `${field}: ${written} is that of ${other}${more} (${rule.id}: ${rule.meaning})`;
  return problem('rule-violated', 'check', detail, {
    rule: rule.id,
    field,
    value: written,
    advice: `Look at the other one (\`npx lineshaft record ${entity} ${other}\`), mend the one of the two that is wrong, then replay.`,
  });
}

function append(findings: Judged['findings'], arrival: Arrival, finding: Finding): void {
  const known = findings.get(arrival);
  if (known) known.push(finding);
  else findings.set(arrival, [finding]);
}
