import { type Belonging, ruleFor } from '../landscape/connectivity/governing.ts';
import { roleOf } from '../landscape/connectivity/wiring.ts';
import type { ConnectivityRule, Landscape } from '../landscape/landscape.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { Speaker } from './arrival.ts';
import type { Authorise, Verdict } from './verdict.ts';

/** Whether a record belongs to a segment; from `where:`. */
export type InSegment = ReadonlyMap<string, (record: JsonObject) => boolean>;

/**
 * The authorise step of one interface. Where no rule stands, everything counts. Whose a thing is as it stands says first what may be changed of it,
 * also where the change would make it another's.
 */
export function authorising(
  { connectivity, sites }: Pick<Landscape, 'connectivity' | 'sites'>,
  inSegment: InSegment,
  speaker: Pick<Speaker, 'entity' | 'system' | 'interface'>,
): Authorise {
  const { entity } = speaker.entity;
  const rules = connectivity.filter((rule) => rule.entities.includes(entity));
  if (rules.length === 0) return () => COUNTS;
  const conditions = rules.some(({ segment }) => segment !== undefined) ? inSegment : new Map();
  const verdictOn = (data: JsonObject): Verdict => {
    const rule = ruleFor(rules, entity, belongingOf(data, speaker.system.site, sites, conditions));
    if (!rule) return COUNTS;
    const role = roleOf(rule, speaker.system.code, speaker.interface.id);
    if (role === 'proposes') return { verdict: 'proposed', rule };
    if (role !== 'kept aside') return { verdict: 'counts', rule };
    return { verdict: 'kept aside', rule, ...(isOfOneSystem(rule) && { sharesView: true }) };
  };
  return (record, current) => {
    const standing = current && verdictOn(current);
    return standing && standing.verdict !== 'counts' ? standing : verdictOn({ ...current, ...record });
  };
}

/** The rule that holds for a record as it stands, whoever speaks of it next. */
export function ruleOfRecord(
  { connectivity, sites }: Pick<Landscape, 'connectivity' | 'sites'>,
  inSegment: InSegment,
  entity: string,
  record: JsonObject,
): ConnectivityRule | undefined {
  return ruleFor(connectivity, entity, belongingOf(record, undefined, sites, inSegment));
}

const COUNTS: Verdict = { verdict: 'counts' };

function isOfOneSystem({ legacy, modern }: ConnectivityRule): boolean {
  return legacy !== undefined && legacy.split('/')[0] === modern?.split('/')[0];
}

/** The site it names, else the one of the system that speaks; the segment by its condition, else the only one of that site. */
function belongingOf(
  record: JsonObject,
  speakersSite: string | undefined,
  sites: Landscape['sites'],
  inSegment: InSegment,
): Belonging {
  const named = record['site'];
  const site = typeof named === 'string' ? named : speakersSite;
  for (const [segment, holds] of inSegment)
    if (holds(record)) return { segment, ...(site !== undefined && { site }) };
  const segments = sites.get(site ?? '')?.segments ?? [];
  return { ...(site !== undefined && { site }), ...(segments.length === 1 && { segment: segments[0]! }) };
}
