import type { QualityRule } from '../landscape/landscape.ts';
import type { Finding, QualityCheck } from '../quality/checker.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import { ProblemError, problem } from '../vocabulary/problem.ts';
import { compileMapping, type MappingModel } from './compile.ts';
import type { Mapping, Scope } from './mapping.ts';
import { NOWHERE } from './nowhere.ts';

/** The landscape's own rules by entity. Throws a `ProblemError` for what `lineshaft check` would have found. */
export function compileQualityRules(
  rules: readonly QualityRule[],
  model: MappingModel,
): ReadonlyMap<string, QualityCheck> {
  const byEntity = Map.groupBy(rules, ({ entity }) => entity);
  return new Map(
    [...byEntity].map(([entity, its]) => {
      const compiled = its.map((rule) => compileRule(rule, model));
      return [entity, (record, context) => compiled.flatMap((run) => run(record, context) ?? [])];
    }),
  );
}

function compileRule(
  rule: QualityRule,
  model: MappingModel,
): (record: JsonObject, context: { receivedAt: string }) => Finding | undefined {
  const { id, when, expect } = rule;
  const condition = when === undefined ? undefined : compiled(`rule ${id} when`, when, model);
  const expectation = compiled(`rule ${id}`, expect, model);
  return (record, { receivedAt }) => {
    const scope = { ...NOWHERE, receivedAt };
    if (condition && isTrue(condition, record, scope) !== true) return undefined;
    const holds = isTrue(expectation, record, scope);
    return holds === true ? undefined : finding(rule, holds === false ? '' : `; it cannot be run: ${holds}`);
  };
}

/** What went wrong, in words, where it cannot be told. */
function isTrue(mapping: Mapping, record: JsonObject, scope: Scope): boolean | string {
  const result = mapping.run(record, scope);
  return 'problem' in result ? result.problem.detail : result.value === true;
}

function finding({ id, severity, message, file, line }: QualityRule, more: string): Finding {
  const code = severity === 'refuse' ? 'rule-refused' : 'rule-violated';
  const at = { rule: id, file, line };
  return {
    severity: severity === 'warn' ? 'W' : 'E',
    problem: problem(code, 'check', `not so: ${message} (${id})${more}`, at),
  };
}

function compiled(name: string, text: string, model: MappingModel): Mapping {
  const mapping = compileMapping(name, text, model);
  if ('code' in mapping) throw new ProblemError(mapping);
  return mapping;
}
