import { parseDuration } from '../vocabulary/duration.ts';
import type { Problem } from '../vocabulary/problem.ts';
import type { Enterprise } from './enterprise.ts';
import type { ConnectivityRule } from './landscape.ts';
import { refuse, unknownWord } from './report.ts';
import { child, type YamlFile } from './yaml.ts';

interface Known {
  systems: ReadonlySet<string>;
  entities: ReadonlySet<string>;
}

/** The connectivity rules, each name in them known. */
export function compileConnectivity(
  enterprise: Enterprise,
  known: Known,
  yaml: YamlFile,
  problems: Problem[],
): ConnectivityRule[] {
  return enterprise.rules.map((rule, i) => {
    const at = child('/connectivity', i);
    problems.push(...checkNames(rule, at, enterprise, known, yaml));
    if (rule.domain === undefined && rule.entities === undefined) {
      const advice = 'Add `domain: master` or `entities: [item]`.';
      problems.push(
        refuse(yaml, { pointer: at, at: 'value', detail: 'The rule does not say what it is about', advice }),
      );
    }
    const { maxStaleness, ...rest } = rule;
    const staleness = maxStaleness === undefined ? {} : { maxStaleness: parseDuration(maxStaleness)! };
    return { ...rest, ...staleness, line: yaml.valueAt(at).line };
  });
}

function checkNames(
  rule: Enterprise['rules'][number],
  at: string,
  enterprise: Enterprise,
  known: Known,
  yaml: YamlFile,
): Problem[] {
  const lists: [string, string, string[], ReadonlySet<string>][] = [
    ['entity', '/entities', rule.entities ?? [], known.entities],
    ['site', '/sites', rule.sites ?? [], new Set(enterprise.sites.keys())],
  ];
  const words: [string, string, string | undefined, ReadonlySet<string>][] = [
    ['segment', '/segment', rule.segment, new Set(enterprise.segments.keys())],
    ['system', '/authority', rule.authority, known.systems],
  ];
  return [
    ...lists.flatMap(([what, below, names, all]) =>
      names.flatMap((name, i) =>
        all.has(name) ? [] : [unknownWord(what, name, all, yaml, `${at}${below}/${i}`)],
      ),
    ),
    ...words.flatMap(([what, below, name, all]) =>
      name === undefined || all.has(name) ? [] : [unknownWord(what, name, all, yaml, at + below)],
    ),
  ];
}
