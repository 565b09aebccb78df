import { parseDuration } from '../vocabulary/duration.ts';
import type { Problem } from '../vocabulary/problem.ts';
import { type EnterpriseSettings, enterpriseSettings } from './enterpriseSettings.ts';
import { fitSettings } from './fit.ts';
import type { Company, Landscape, Segment, Site } from './landscape.ts';
import { refuse, unknownWord } from './report.ts';
import { child, type YamlFile } from './yaml.ts';

/** What `enterprise.yaml` says; connectivity rules follow when systems and entities are known. */
export type Enterprise = Pick<
  Landscape,
  'enterprise' | 'language' | 'segments' | 'companies' | 'sites' | 'retention' | 'secrets'
> & { rules: EnterpriseSettings['connectivity'] };

export function compileEnterprise(yaml: YamlFile, problems: Problem[]): Enterprise | undefined {
  const { value, misfits, secrets } = fitSettings(enterpriseSettings, yaml.value, '', yaml);
  problems.push(...misfits.map((m) => refuse(yaml, m)));
  if (misfits.length > 0) return partly(value, secrets);
  const settings = value as unknown as EnterpriseSettings;
  problems.push(...checkLanguage(settings, yaml), ...checkCurrencies(settings, yaml));
  problems.push(...Object.keys(settings.sites).flatMap((code) => checkSite(code, settings, yaml)));
  return compiled(settings, secrets);
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
    secrets,
  };
}

/** Enough of a broken file that the systems can still be checked against the sites it names. */
function partly(value: unknown, secrets: string[]): Enterprise | undefined {
  const sites = (value as { sites?: unknown } | null)?.sites;
  if (typeof sites !== 'object' || sites === null) return undefined;
  const codes = Object.keys(sites);
  const site = (code: string): Site => ({ code, kind: 'plant', region: '', segments: [], timeZone: 'UTC' });
  return {
    enterprise: '',
    language: 'en',
    segments: new Map(),
    companies: new Map(),
    sites: new Map(codes.map((code) => [code, site(code)])),
    retention: { documents: 0, ledger: 0, receipts: 0 },
    rules: [],
    secrets,
  };
}

function compileSite(code: string, settings: EnterpriseSettings): Site {
  const { kind, region, company, segments, timezone } = settings.sites[code]!;
  return { code, kind, region, ...(company !== undefined && { company }), segments, timeZone: timezone };
}

function checkSite(code: string, settings: EnterpriseSettings, yaml: YamlFile): Problem[] {
  const site = settings.sites[code]!;
  const at = child('/sites', code);
  const problems: Problem[] = [];
  const { regions } = settings;
  if (regions && !Object.hasOwn(regions, site.region)) {
    problems.push(unknownWord('region', site.region, Object.keys(regions), yaml, `${at}/region`));
  }
  if (site.company !== undefined && !Object.hasOwn(settings.companies, site.company)) {
    problems.push(
      unknownWord('company', site.company, Object.keys(settings.companies), yaml, `${at}/company`),
    );
  }
  for (const [i, segment] of site.segments.entries()) {
    if (Object.hasOwn(settings.segments, segment)) continue;
    problems.push(
      unknownWord('segment', segment, Object.keys(settings.segments), yaml, `${at}/segments/${i}`),
    );
  }
  if (!isTimeZone(site.timezone)) {
    problems.push(
      unknownWord('time zone', site.timezone, Intl.supportedValuesOf('timeZone'), yaml, `${at}/timezone`),
    );
  }
  return problems;
}

function checkCurrencies(settings: EnterpriseSettings, yaml: YamlFile): Problem[] {
  const known = new Set(Intl.supportedValuesOf('currency'));
  return Object.entries(settings.companies)
    .filter(([, { currency }]) => !known.has(currency))
    .map(([code, { currency }]) =>
      unknownWord('currency', currency, known, yaml, `${child('/companies', code)}/currency`),
    );
}

function checkLanguage({ language }: EnterpriseSettings, yaml: YamlFile): Problem[] {
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

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name })) && !/^[+-]/.test(name);
  } catch {
    return false;
  }
}
