import { parseDuration } from '../vocabulary/duration.ts';
import type { Problem } from '../vocabulary/problem.ts';
import { type EnterpriseSettings, enterpriseSettings } from './enterpriseSettings.ts';
import { fitSettings } from './fit.ts';
import type { Company, Landscape, Segment, Site } from './landscape.ts';
import { namesIn } from './names.ts';
import { refuse, unknownWord } from './report.ts';
import { checkSignIn } from './signIn.ts';
import { isTimeZone } from './timeZone.ts';
import { child, type YamlFile } from './yaml.ts';

/** What `enterprise.yaml` says; connectivity rules follow when systems and entities are known. */
export type Enterprise = Pick<
  Landscape,
  | 'enterprise'
  | 'language'
  | 'segments'
  | 'companies'
  | 'sites'
  | 'retention'
  | 'matching'
  | 'signIn'
  | 'secrets'
> & {
  rules: EnterpriseSettings['connectivity'];
  residencyRules: EnterpriseSettings['residency'];
  stewards: EnterpriseSettings['stewardship'];
  promisingSettings: EnterpriseSettings['promising'];
};

/** The enterprise when its settings fit; what fits of them is checked in any case. */
export function compileEnterprise(yaml: YamlFile, problems: Problem[]): Enterprise | undefined {
  const { value, misfits, secrets } = fitSettings(enterpriseSettings, yaml.value, '', yaml);
  problems.push(...misfits.map((m) => refuse(yaml, m)));
  const settings = value as Partial<EnterpriseSettings> as EnterpriseSettings;
  problems.push(...checkLanguage(settings, yaml), ...checkCurrencies(settings, yaml));
  problems.push(...Object.keys(settings.sites ?? {}).flatMap((code) => checkSite(code, settings, yaml)));
  problems.push(...checkSignIn(settings, yaml));
  return misfits.length > 0 ? undefined : compiled(settings, secrets);
}

function compiled(settings: EnterpriseSettings, secrets: string[]): Enterprise {
  const { documents, ledger, receipts } = settings.retention;
  return {
    enterprise: settings.enterprise,
    language: settings.language,
    segments: new Map(
      Object.entries(settings.segments).map(([code, its]) => [code, { code, ...its } satisfies Segment]),
    ),
    companies: new Map(
      Object.entries(settings.companies).map(([code, its]) => [code, { code, ...its } satisfies Company]),
    ),
    sites: new Map(Object.keys(settings.sites).map((code) => [code, compileSite(code, settings)])),
    retention: {
      documents: parseDuration(documents)!,
      ledger: parseDuration(ledger)!,
      receipts: parseDuration(receipts)!,
    },
    rules: settings.connectivity,
    matching: new Map(Object.entries(settings.matching)),
    residencyRules: settings.residency,
    stewards: settings.stewardship,
    promisingSettings: settings.promising,
    signIn: settings.signIn,
    secrets,
  };
}

function compileSite(code: string, settings: EnterpriseSettings): Site {
  const { kind, region, company, segments, timezone } = settings.sites[code]!;
  return { code, kind, region, ...(company !== undefined && { company }), segments, timeZone: timezone };
}

function checkSite(code: string, settings: EnterpriseSettings, yaml: YamlFile): Problem[] {
  const { region, company, segments, timezone } = settings.sites[code]!;
  const at = child('/sites', code);
  const known = (group: string, what: string, word: string, pointer: string) => {
    const names = namesIn(yaml, group);
    return names.has(word) ? [] : [unknownWord(what, word, names, yaml, at + pointer)];
  };
  const zones = Intl.supportedValuesOf('timeZone');
  return [
    ...(namesIn(yaml, 'regions').size > 0 ? known('regions', 'region', region, '/region') : []),
    ...(company === undefined ? [] : known('companies', 'company', company, '/company')),
    ...segments.flatMap((segment, i) => known('segments', 'segment', segment, `/segments/${i}`)),
    ...(isTimeZone(timezone) ? [] : [unknownWord('time zone', timezone, zones, yaml, `${at}/timezone`)]),
  ];
}

function checkCurrencies(settings: EnterpriseSettings, yaml: YamlFile): Problem[] {
  const known = new Set(Intl.supportedValuesOf('currency'));
  return Object.entries(settings.companies ?? {})
    .filter(([, { currency }]) => !known.has(currency))
    .map(([code, { currency }]) =>
      unknownWord('currency', currency, known, yaml, `${child('/companies', code)}/currency`),
    );
}

function checkLanguage({ language }: EnterpriseSettings, yaml: YamlFile): Problem[] {
  if (language === undefined) return [];
  try {
    Intl.getCanonicalLocales(language);
    return [];
  } catch {
    const advice = 'Expected a language tag of BCP 47 such as `en` or `pt-BR`.';
    return [
      refuse(yaml, { pointer: '/language', at: 'value', detail: `\`${language}\` is no language`, advice }),
    ];
  }
}
