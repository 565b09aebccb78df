import { parseDuration } from '../../vocabulary/duration.ts';
import type { Problem } from '../../vocabulary/problem.ts';
import { ruleFor } from '../connectivity/governing.ts';
import type { Enterprise } from '../enterprise.ts';
import type { ConnectivityRule, System } from '../landscape.ts';
import { unknownWord } from '../report.ts';
import { child, type YamlFile } from '../yaml.ts';
import { type Promising, type PromisingPolicy, type PromisingSite, SUPPLIES } from './promising.ts';
import type { PromisingSettings } from './promisingSettings.ts';

const DAY = 86_400_000;

/** `promising` of the enterprise, ready to promise by; undefined when there is none. */
export function compilePromising(
  given: PromisingSettings | undefined,
  rules: readonly ConnectivityRule[],
  systems: Iterable<System>,
): Promising | undefined {
  if (given === undefined) return undefined;
  const policy = policyOf(given);
  return {
    policy,
    segments: new Map(
      Object.entries(given.segments).map(([segment, its]) => [segment, policyOf({ ...given, ...its })]),
    ),
    sites: new Map(Object.keys(given.sites).map((code) => [code, siteOf(code, given, rules)])),
    sources: [...systems].flatMap(({ interfaces }) =>
      [...interfaces.values()].flatMap(({ direction, id, entity: told }) => {
        const entity = SUPPLIES.find((each) => each === told);
        return direction === 'source' && entity !== undefined ? [{ id, entity }] : [];
      }),
    ),
    horizon: days(given.horizon),
    settle: parseDuration(given.settle)!,
  };
}

/** The sites, regions and segments that it names are there. */
export function checkPromising(
  given: PromisingSettings | undefined,
  { sites, segments }: Pick<Enterprise, 'sites' | 'segments'>,
  yaml: YamlFile,
): Problem[] {
  if (given === undefined) return [];
  const places = [...sites.keys(), ...[...sites.values()].map(({ region }) => region)];
  const known = (what: string, word: string, all: Iterable<string>, pointer: string, at: 'key' | 'value') =>
    new Set(all).has(word) ? [] : [unknownWord(what, word, new Set(all), yaml, pointer, at)];
  return [
    ...Object.entries(given.sites).flatMap(([code, its]) => [
      ...known('site', code, sites.keys(), child('/promising/sites', code), 'key'),
      ...Object.keys(its.priority).flatMap((segment) =>
        known(
          'segment',
          segment,
          segments.keys(),
          child(`${child('/promising/sites', code)}/priority`, segment),
          'key',
        ),
      ),
    ]),
    ...given.routes.flatMap(({ from, to }, i) => [
      ...known('site', from, Object.keys(given.sites), `/promising/routes/${i}/from`, 'value'),
      ...known('site or region', to, places, `/promising/routes/${i}/to`, 'value'),
    ]),
    ...Object.keys(given.segments).flatMap((segment) =>
      known('segment', segment, segments.keys(), child('/promising/segments', segment), 'key'),
    ),
  ];
}

function policyOf({
  rank,
  split,
  mostSites,
  expires,
}: Pick<PromisingSettings, 'rank' | 'split' | 'mostSites' | 'expires'>): PromisingPolicy {
  return { rank, split, mostSites, expires: parseDuration(expires)! };
}

function siteOf(code: string, given: PromisingSettings, rules: readonly ConnectivityRule[]): PromisingSite {
  const { lead, cost, buffer, whenStale, priority } = given.sites[code]!;
  const { whenCutOff } = ruleFor(rules, 'inventoryPosition', { site: code }) ?? {};
  const limits = SUPPLIES.map(
    (entity) => [entity, ruleFor(rules, entity, { site: code })?.maxStaleness] as const,
  );
  const routes = given.routes.filter(({ from }) => from === code);
  return {
    ...{ code, cost, priority },
    lead: days(lead),
    buffer: buffer ?? given.buffer,
    whenStale: whenStale ?? given.whenStale,
    staleBuffer: given.staleBuffer,
    maxStaleness: new Map(
      limits.flatMap(([entity, limit]) => (limit === undefined ? [] : [[entity, limit]])),
    ),
    ...(whenCutOff !== undefined && { whenCutOff }),
    routes: new Map(
      routes.map(({ to, takes, distance, cost: its }) => [to, { days: days(takes), distance, cost: its }]),
    ),
  };
}

/** A part of a day counts as a day. */
function days(duration: string): number {
  return Math.ceil(parseDuration(duration)! / DAY);
}
