import { parseDuration } from '../vocabulary/duration.ts';
import type { Problem } from '../vocabulary/problem.ts';
import type { DueKind } from '../vocabulary/work.ts';
import { DOMAINS } from './connectivity/domains.ts';
import type { LandscapeDependencies } from './dependencies.ts';
import type { GovernedAttribute, Steward, Stewardship } from './landscape.ts';
import { unknownWord } from './report.ts';
import type { StewardshipSettings } from './stewardshipSettings.ts';
import { child, type YamlFile } from './yaml.ts';

type Model = LandscapeDependencies['model'];

export function compileStewardship({ stewards, due, governed }: StewardshipSettings): Stewardship {
  return {
    stewards: stewards.map(compileSteward),
    due: Object.fromEntries(
      Object.entries(due).map(([kind, text]) => [kind, parseDuration(text)!]),
    ) as Record<DueKind, number>,
    governed: governed.flatMap(({ entities, attributes }): GovernedAttribute[] =>
      entities.flatMap((entity) => attributes.map((attribute) => ({ entity, attribute }))),
    ),
  };
}

function compileSteward({
  owner,
  domain,
  entities,
  sites,
}: StewardshipSettings['stewards'][number]): Steward {
  const meant = entities ?? (domain === undefined ? undefined : DOMAINS[domain]);
  return { owner, ...(meant && { entities: [...meant] }), ...(sites && { sites }) };
}

/** Every name in it that names nothing. */
export function checkStewardship(
  { stewards = [], governed = [] }: StewardshipSettings,
  sites: ReadonlySet<string>,
  { entities }: Model,
  yaml: YamlFile,
): Problem[] {
  const names = (what: string, words: readonly string[], known: Iterable<string>, pointer: string) =>
    words.flatMap((word, i) =>
      [...known].includes(word) ? [] : [unknownWord(what, word, known, yaml, child(pointer, i))],
    );
  return [
    ...stewards.flatMap((steward, i) => {
      const at = child('/stewardship/stewards', i);
      const { domain } = steward;
      return [
        ...names('entity', steward.entities ?? [], entities.keys(), `${at}/entities`),
        ...names('site', steward.sites ?? [], sites, `${at}/sites`),
        ...(domain === undefined || domain in DOMAINS
          ? []
          : [unknownWord('domain', domain, Object.keys(DOMAINS), yaml, `${at}/domain`)]),
      ];
    }),
    ...governed.flatMap((each, i) => checkGoverned(each, child('/stewardship/governed', i), entities, yaml)),
  ];
}

/** An attribute has to be one of the entity's own: what stands deeper changes with it. */
function checkGoverned(
  { entities: named, attributes }: StewardshipSettings['governed'][number],
  at: string,
  entities: Model['entities'],
  yaml: YamlFile,
): Problem[] {
  return named.flatMap((entity, i) => {
    const model = entities.get(entity);
    if (!model) return [unknownWord('entity', entity, entities.keys(), yaml, child(`${at}/entities`, i))];
    return attributes.flatMap((attribute, j) =>
      model.names.includes(attribute)
        ? []
        : [unknownWord(`attribute of ${entity}`, attribute, model.names, yaml, child(`${at}/attributes`, j))],
    );
  });
}
