import type { Model } from '../../quality/checker.ts';
import { parseDuration } from '../../vocabulary/duration.ts';
import type { Problem } from '../../vocabulary/problem.ts';
import type { Enterprise } from '../enterprise.ts';
import type { ConnectivityRule, System } from '../landscape.ts';
import { refuse, unknownWord } from '../report.ts';
import { child, type YamlFile } from '../yaml.ts';
import { DOMAINS } from './domains.ts';
import { ruleFor } from './governing.ts';
import { checkSurvivorship, compileSurvivorship } from './survivorshipSettings.ts';

interface Known {
  systems: ReadonlySet<string>;
  /** What each system is. */
  kinds: ReadonlyMap<string, System['kind']>;
  entities: Model['entities'];
}

type Given = Enterprise['rules'][number];

/** The connectivity rules, each name in them known, each with what its model asks for. */
export function compileRules(
  enterprise: Enterprise,
  known: Known,
  yaml: YamlFile,
  problems: Problem[],
): ConnectivityRule[] {
  const rules = enterprise.rules.map((rule, i) => {
    const at = child('/connectivity', i);
    problems.push(...checkNames(rule, at, enterprise, known, yaml), ...checkModel(rule, at, yaml));
    const result = compiled(rule, known, at, yaml);
    problems.push(...checkSurvivorship(rule.survivorship ?? [], result.entities, at, known, yaml));
    return result;
  });
  return rules.map((rule) => ({ ...rule, ...leadsOf(rule, rules) }));
}

/** Who says what a thing is, where members of a federated rule disagree: the authority that the enterprise has for the entity, when it is one of them. */
function leadsOf(
  rule: ConnectivityRule,
  rules: readonly ConnectivityRule[],
): Pick<ConnectivityRule, 'leads'> {
  if (rule.model !== 'federated') return {};
  const whole = rules.filter(({ segment, sites }) => segment === undefined && sites === undefined);
  const leads = rule.entities.flatMap((entity) => {
    const authority = ruleFor(whole, entity, {})?.authority;
    const isMember = authority !== undefined && (rule.members?.includes(authority) ?? true);
    return isMember ? [[entity, authority] as const] : [];
  });
  return leads.length === 0 ? {} : { leads: Object.fromEntries(leads) };
}

function compiled(rule: Given, known: Known, at: string, yaml: YamlFile): ConnectivityRule {
  const { maxStaleness, domain, entities, survivorship, ...rest } = rule;
  const meant = entities ?? DOMAINS[domain ?? ''] ?? [];
  return {
    ...rest,
    entities: meant.filter((entity) => known.entities.has(entity)),
    ...(domain !== undefined && { domain }),
    ...(maxStaleness !== undefined && { maxStaleness: parseDuration(maxStaleness)! }),
    ...(survivorship !== undefined && { survivorship: compileSurvivorship(survivorship, at, yaml) }),
    ...(rule.model === 'federated' && trustedByKind(rule, known)),
    file: yaml.file,
    line: yaml.valueAt(at).line,
  };
}

/** Whom a rule trusts with what, unless it says so itself. */
function trustedByKind(
  { members }: Given,
  { kinds }: Known,
): Pick<ConnectivityRule, 'engineers' | 'measurers'> {
  const heard = members ?? [...kinds.keys()];
  const of = (kind: System['kind']) => heard.filter((code) => kinds.get(code) === kind);
  const [engineers, measurers] = [[...of('plm'), ...of('qms')], of('wms')];
  return {
    ...(engineers.length > 0 && { engineers }),
    ...(measurers.length > 0 && { measurers }),
  };
}

function checkNames(
  rule: Given,
  at: string,
  enterprise: Enterprise,
  known: Known,
  yaml: YamlFile,
): Problem[] {
  const lists: [string, string, string[], ReadonlySet<string>][] = [
    ['entity', '/entities', rule.entities ?? [], new Set(known.entities.keys())],
    ['site', '/sites', rule.sites ?? [], new Set(enterprise.sites.keys())],
    ['system', '/members', rule.members ?? [], known.systems],
  ];
  const words: [string, string, string | undefined, ReadonlySet<string>][] = [
    ['domain', '/domain', rule.domain, new Set(Object.keys(DOMAINS))],
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

/** What a model needs, and what belongs to another one. */
const ASKS: Record<Given['model'], { needs: (keyof Given)[]; takes: (keyof Given)[] }> = {
  centralized: { needs: ['authority'], takes: ['authority'] },
  federated: { needs: [], takes: ['members', 'survivorship'] },
  'event-driven': { needs: [], takes: [] },
  hybrid: { needs: ['legacy', 'modern', 'stage'], takes: ['legacy', 'modern', 'stage'] },
};
const OF_MODELS = ['authority', 'members', 'survivorship', 'legacy', 'modern', 'stage'] as const;

function checkModel(rule: Given, at: string, yaml: YamlFile): Problem[] {
  const { needs, takes } = ASKS[rule.model];
  const missing = needs.filter((setting) => rule[setting] === undefined);
  const foreign = OF_MODELS.filter((setting) => rule[setting] !== undefined && !takes.includes(setting));
  const said = [rule.domain, rule.entities].filter((each) => each !== undefined).length;
  return [
    ...(said === 1 ? [] : [notAbout(said, at, yaml)]),
    ...missing.map((setting) =>
      refuse(yaml, {
        pointer: `${at}/model`,
        at: 'value',
        detail: `The model ${rule.model} needs \`${setting}\``,
        advice: ADVICE[setting as keyof typeof ADVICE],
      }),
    ),
    ...foreign.map((setting) =>
      refuse(yaml, {
        pointer: `${at}/${setting}`,
        at: 'key',
        detail: `\`${setting}\` means nothing under the model ${rule.model}`,
        advice: `Take it away, or choose the model it belongs to: ${modelsWith(setting)}.`,
      }),
    ),
  ];
}

const ADVICE = {
  authority: 'Name the system whose word counts: `authority: na-erp`.',
  legacy: 'Name the interface that is to be replaced: `legacy: crm/orders`.',
  modern: 'Name the interface that replaces it: `modern: crm/orders-v2`.',
  stage: 'Say how far the change is: `stage: legacy` or `stage: live`.',
} as const;

function modelsWith(setting: keyof Given): string {
  return Object.entries(ASKS)
    .flatMap(([model, { takes }]) => (takes.includes(setting) ? model : []))
    .join(', ');
}

function notAbout(said: number, at: string, yaml: YamlFile): Problem {
  const detail =
    said === 0 ? 'The rule does not say what it is about' : 'The rule says twice what it is about';
  const advice =
    said === 0
      ? 'Add `domain: master` or `entities: [item]`.'
      : 'Keep one of `domain` and `entities`: the entities are enough.';
  return refuse(yaml, { pointer: at, at: 'value', detail, advice });
}
