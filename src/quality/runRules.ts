import type { JsonObject } from '../vocabulary/json.ts';
import { problem } from '../vocabulary/problem.ts';
import type { Finding } from './checker.ts';
import { shown } from './faults.ts';
import type { Breach, Known, Rule } from './rule.ts';

/** What the rules say of a record that fits the schema. */
export function runRules(rules: readonly Rule[], record: JsonObject, known: Known): Finding[] {
  const findings: Finding[] = [];
  for (const rule of rules) {
    const broken = rule.check(record, known);
    if (broken === undefined) continue;
    if ('detail' in broken) findings.push(finding(rule, broken));
    else for (const breach of broken) findings.push(finding(rule, breach));
  }
  return findings;
}

function finding({ id, severity, meaning }: Rule, { detail, field, value }: Breach): Finding {
  const place = field === undefined ? '' : `${field}: `;
  const more = {
    rule: id,
    ...(field === undefined ? {} : { field }),
    ...(value === undefined ? {} : { value: shown(value) }),
  };
  return {
    severity,
    problem: problem('rule-violated', 'check', `${place}${detail} (${id}: ${meaning})`, more),
  };
}
