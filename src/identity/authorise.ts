import { type Belonging, ruleFor } from '../landscape/connectivity/governing.ts';
import { roleOf } from '../landscape/connectivity/wiring.ts';
import type { ConnectivityRule, Landscape } from '../landscape/landscape.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { Speaker } from './arrival.ts';

/**
 * What becomes of what a system says, under the rule that holds: it counts; or the authority, or a steward, is asked; or it is kept as what
 * that system says and changes nothing.
 */
export type Verdict =
  | { verdict: 'counts'; rule?: ConnectivityRule }
  | { verdict: 'proposed'; rule: ConnectivityRule }
  | { verdict: 'kept aside'; rule: ConnectivityRule };

export type Authorise = (speaker: Speaker, record: JsonObject, current: JsonObject | undefined) => Verdict;

/** Whether a record belongs to a segment; from `where:`. */
export type InSegment = ReadonlyMap<string, (record: JsonObject) => boolean>;

/** The authorise step of a landscape. Where no rule stands, everything counts. */
export function authorising(
  { connectivity, sites }: Pick<Landscape, 'connectivity' | 'sites'>,
  inSegment: InSegment,
): Authorise {
  return (speaker, record, current) => {
    const { entity } = speaker.entity;
    const rules = connectivity.filter((rule) => rule.entities.includes(entity));
    if (rules.length === 0) return COUNTS;
    const bySegment = rules.some(({ segment }) => segment !== undefined);
    const place = belongingOf(record, current, speaker, sites, bySegment ? inSegment : new Map());
    const rule = ruleFor(rules, entity, place);
    if (!rule) return COUNTS;
    const role = roleOf(rule, speaker.system.code, speaker.interface.id);
    if (role === 'proposes') return { verdict: 'proposed', rule };
    return { verdict: role === 'kept aside' ? 'kept aside' : 'counts', rule };
  };
}

const COUNTS: Verdict = { verdict: 'counts' };

/** The site it names, else the one of the system that speaks; the segment by its condition, else the only one of that site. */
function belongingOf(
  record: JsonObject,
  current: JsonObject | undefined,
  { system }: Speaker,
  sites: Landscape['sites'],
  inSegment: InSegment,
): Belonging {
  const named = record['site'] ?? current?.['site'];
  const site = typeof named === 'string' ? named : system.site;
  for (const [segment, holds] of inSegment)
    if (holds(record) || (current && holds(current))) return { segment, site };
  const segments = sites.get(site)?.segments ?? [];
  return { site, ...(segments.length === 1 && { segment: segments[0]! }) };
}
