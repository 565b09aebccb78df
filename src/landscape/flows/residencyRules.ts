import type { Problem } from '../../vocabulary/problem.ts';
import type { Enterprise } from '../enterprise.ts';
import type { ResidencyRule } from '../landscape.ts';
import { unknownWord } from '../report.ts';
import { child, type YamlFile } from '../yaml.ts';

interface Known {
  systems: ReadonlySet<string>;
  entities: ReadonlyMap<string, unknown>;
}

/** The residency rules, each name in them known. */
export function compileResidency(
  { residencyRules, sites }: Enterprise,
  { systems, entities }: Known,
  yaml: YamlFile,
  problems: Problem[],
): ResidencyRule[] {
  const regions = new Set([...sites.values()].map(({ region }) => region));
  return residencyRules.map((rule, i) => {
    const at = child('/residency', i);
    const check = (what: string, all: ReadonlySet<string>, name: string, below: string) => {
      if (!all.has(name)) problems.push(unknownWord(what, name, all, yaml, at + below));
    };
    if (rule.from !== undefined) check('region', regions, rule.from, '/from');
    for (const [n, region] of rule.to.entries()) check('region', regions, region, `/to/${n}`);
    for (const [n, system] of rule.systems.entries()) check('system', systems, system, `/systems/${n}`);
    for (const [n, entity] of (rule.entities ?? []).entries())
      check('entity', new Set(entities.keys()), entity, `/entities/${n}`);
    return { ...rule, file: yaml.file, line: yaml.valueAt(at).line };
  });
}
