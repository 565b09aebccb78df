import type { Problem } from '../vocabulary/problem.ts';
import { checkCondition } from './condition.ts';
import type { LandscapeDependencies } from './dependencies.ts';
import { fitSettings } from './fit.ts';
import type { QualityRule } from './landscape.ts';
import { type QualitySettings, qualitySettings } from './qualitySettings.ts';
import { refuse, unknownWord } from './report.ts';
import { child, type YamlFile } from './yaml.ts';

type Model = LandscapeDependencies['model'];

/** The quality rules of one file, their entities known and their conditions compiled as the line will compile them. */
export function compileQuality(yaml: YamlFile, model: Model, problems: Problem[]): QualityRule[] {
  const { value, misfits } = fitSettings(qualitySettings, yaml.value, '', yaml);
  problems.push(...misfits.map((m) => refuse(yaml, m)));
  const { rules = [] } = value as Partial<QualitySettings>;
  return rules.map((rule, i) => {
    const at = child('/rules', i);
    if (!model.entities.has(rule.entity))
      problems.push(unknownWord('entity', rule.entity, model.entities.keys(), yaml, `${at}/entity`));
    problems.push(...checkConditions(rule, at, yaml, model));
    return { ...rule, file: yaml.file, line: yaml.valueAt(at).line };
  });
}

function checkConditions(
  { when, expect }: QualitySettings['rules'][number],
  at: string,
  yaml: YamlFile,
  model: Model,
): Problem[] {
  return [
    ...(when === undefined
      ? []
      : checkCondition(when, "itemType = 'finishedGood'", yaml, `${at}/when`, model)),
    ...checkCondition(expect, '$exists(netWeight)', yaml, `${at}/expect`, model),
  ];
}

/** Findings are told apart by the name of their rule. */
export function checkRuleNames(
  files: readonly { rules: readonly QualityRule[]; yaml: YamlFile }[],
): Problem[] {
  const seen = new Map<string, string>();
  return files.flatMap(({ rules, yaml }) =>
    rules.flatMap(({ id, file, line }, i) => {
      const other = seen.get(id);
      seen.set(id, other ?? `${file}:${line}`);
      if (other === undefined) return [];
      const detail = `There is a rule \`${id}\` at ${other} already`;
      const pointer = `${child('/rules', i)}/id`;
      return [refuse(yaml, { pointer, at: 'value', detail, advice: 'Give each rule a name of its own.' })];
    }),
  );
}
