import type { Model } from '../../quality/checker.ts';
import type { Problem } from '../../vocabulary/problem.ts';
import type { EnterpriseSettings } from '../enterpriseSettings.ts';
import type { SurvivorshipRule } from '../landscape.ts';
import { refuse, unknownWord } from '../report.ts';
import { child, type YamlFile } from '../yaml.ts';

type Given = NonNullable<EnterpriseSettings['connectivity'][number]['survivorship']>[number];

interface Known {
  systems: ReadonlySet<string>;
  entities: Model['entities'];
}

export function compileSurvivorship(given: readonly Given[], at: string, yaml: YamlFile): SurvivorshipRule[] {
  return given.map(({ groups = [], attributes = [], ...rest }, i) => ({
    ...rest,
    groups,
    attributes: attributes.map(placeOf),
    line: yaml.valueAt(child(`${at}/survivorship`, i)).line,
  }));
}

/** `sites.*.safetyStock` → `/sites/*\/safetyStock`. */
function placeOf(attribute: string): string {
  return `/${attribute.replaceAll('.', '/')}`;
}

/** Names that name nothing, strategies without what they need, and what is said twice. */
export function checkSurvivorship(
  given: readonly Given[],
  entities: readonly string[],
  rule: string,
  known: Known,
  yaml: YamlFile,
): Problem[] {
  const spoken = entities.flatMap((entity) => known.entities.get(entity) ?? []);
  const places = new Set(spoken.flatMap(({ groups }) => [...groups.keys()]));
  const groups = new Set(spoken.flatMap(({ groups: its }) => [...its.values()].map(({ group }) => group)));
  return given.flatMap((each, i) => {
    const at = child(`${rule}/survivorship`, i);
    return [
      ...checkNames(each, at, known, { places, groups }, yaml),
      ...checkStrategy(each, at, yaml),
      ...saidTwice(each, given.slice(0, i), at, yaml),
    ];
  });
}

interface Spoken {
  places: ReadonlySet<string>;
  groups: ReadonlySet<string | undefined>;
}

function checkNames(
  { groups = [], attributes = [], order = [], system, systems: measuring = [] }: Given,
  at: string,
  { systems }: Known,
  spoken: Spoken,
  yaml: YamlFile,
): Problem[] {
  const knownGroups = [...spoken.groups].filter((group) => group !== undefined);
  const names = [...spoken.places].map((place) => place.slice(1).replaceAll('/', '.'));
  return [
    ...groups.flatMap((group, i) =>
      spoken.groups.has(group)
        ? []
        : [unknownWord('attribute of the group', group, knownGroups, yaml, `${at}/groups/${i}`)],
    ),
    ...attributes.flatMap((attribute, i) =>
      spoken.places.has(placeOf(attribute))
        ? []
        : [unknownWord('attribute', attribute, names, yaml, `${at}/attributes/${i}`)],
    ),
    ...order.flatMap((name, i) =>
      systems.has(name) ? [] : [unknownWord('system', name, systems, yaml, `${at}/order/${i}`)],
    ),
    ...measuring.flatMap((name, i) =>
      systems.has(name) ? [] : [unknownWord('system', name, systems, yaml, `${at}/systems/${i}`)],
    ),
    ...(system === undefined || systems.has(system)
      ? []
      : [unknownWord('system', system, systems, yaml, `${at}/system`)]),
  ];
}

/** What a strategy needs, what it may name besides, and what belongs to another one. */
const NEEDS: Partial<Record<Given['strategy'], 'order' | 'system'>> = { authority: 'order', fixed: 'system' };
const TAKES: Partial<Record<Given['strategy'], 'order' | 'system' | 'systems'>> = {
  ...NEEDS,
  oneSource: 'order',
  measured: 'systems',
};

const ADVICE = {
  order: 'Name the systems, the most trusted first: `order: [plm, na-erp]`.',
  system: 'Name the system whose word stands: `system: plm`.',
} as const;

function checkStrategy(given: Given, at: string, yaml: YamlFile): Problem[] {
  const { strategy } = given;
  const needed = NEEDS[strategy];
  const foreign = (['order', 'system', 'systems'] as const).filter(
    (setting) => given[setting] !== undefined && setting !== TAKES[strategy],
  );
  const problems = foreign.map((setting) =>
    refuse(yaml, {
      pointer: `${at}/${setting}`,
      at: 'key',
      detail: `\`${setting}\` means nothing to the strategy ${strategy}`,
      advice: 'Take it away, or choose the strategy it belongs to.',
    }),
  );
  if (needed !== undefined && given[needed] === undefined) {
    const detail = `The strategy ${strategy} needs \`${needed}\``;
    problems.push(refuse(yaml, { pointer: `${at}/strategy`, at: 'value', detail, advice: ADVICE[needed] }));
  }
  if (given.groups === undefined && given.attributes === undefined) {
    const advice = 'Add `groups: [ID]` or `attributes: [netWeight]`.';
    problems.push(
      refuse(yaml, { pointer: at, at: 'value', detail: 'It does not say what it is about', advice }),
    );
  }
  return problems;
}

/** Groups and attributes that another strategy of the rule is about already. */
function saidTwice(given: Given, earlier: readonly Given[], at: string, yaml: YamlFile): Problem[] {
  return (['groups', 'attributes'] as const).flatMap((list) =>
    (given[list] ?? []).flatMap((name, i) => {
      if (!earlier.some((other) => (other[list] as string[] | undefined)?.includes(name))) return [];
      const detail = `Two strategies for ${name}: nobody could say which holds`;
      const advice = 'Keep one of the two.';
      return refuse(yaml, { pointer: `${at}/${list}/${i}`, at: 'value', detail, advice });
    }),
  );
}
