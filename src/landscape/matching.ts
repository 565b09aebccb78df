import type { MatchingChange, MatchingDefinition } from '../vocabulary/matching.ts';
import type { Problem } from '../vocabulary/problem.ts';
import type { LandscapeDependencies } from './dependencies.ts';
import { refuse, unknownWord } from './report.ts';
import { child, type YamlFile } from './yaml.ts';

/** What `matching:` changes must be there to be changed, and leave room between linking and asking. */
export function checkMatching(
  changes: ReadonlyMap<string, MatchingChange>,
  yaml: YamlFile,
  { model }: Pick<LandscapeDependencies, 'model'>,
): Problem[] {
  const matched = [...model.entities.values()].filter(({ matching }) => matching);
  const names = matched.map(({ entity }) => entity);
  return [...changes].flatMap(([entity, change]) => {
    const at = child('/matching', entity);
    const definition = model.entities.get(entity)?.matching;
    return definition
      ? checkChange(change, definition, at, yaml)
      : [unknownWord('matching of the entity', entity, names, yaml, at, 'key')];
  });
}

function checkChange(
  change: MatchingChange,
  { evidence, link, ask }: MatchingDefinition,
  at: string,
  yaml: YamlFile,
): Problem[] {
  const known = Object.keys(evidence);
  const weights = Object.keys(change.weights ?? {}).filter((name) => !known.includes(name));
  return [
    ...weights.map((name) => unknownWord('evidence', name, known, yaml, child(`${at}/weights`, name), 'key')),
    ...((change.link ?? link) < (change.ask ?? ask) ? [askAboveLink(at, yaml)] : []),
    ...(isExpression(change.sharedNumbers) ? [] : [noExpression(at, yaml)]),
  ];
}

function isExpression(text: string | undefined): boolean {
  try {
    return text === undefined || new RegExp(text, 'u') !== undefined;
  } catch {
    return false;
  }
}

function noExpression(at: string, yaml: YamlFile): Problem {
  return refuse(yaml, {
    pointer: `${at}/sharedNumbers`,
    at: 'value',
    detail: '`sharedNumbers` is no regular expression',
    advice: 'Write it as `^NF-[0-9]+$`.',
  });
}

function askAboveLink(at: string, yaml: YamlFile): Problem {
  return refuse(yaml, {
    pointer: at,
    at: 'key',
    detail: 'What is linked without asking would score less than what is asked',
    advice: 'Set `ask` no higher than `link`.',
  });
}
