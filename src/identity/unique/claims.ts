import { hash } from 'node:crypto';
import type { EntityModel } from '../../quality/checker.ts';
import type { Claim, UniqueRule } from '../../quality/uniqueRule.ts';
import type { JsonObject } from '../../vocabulary/json.ts';

/** A record as it is to be written, and as it stands; absent: it is new. */
export interface Change {
  key: string;
  before: JsonObject | undefined;
  after: JsonObject;
}

/** What a record has for itself by a rule. */
export interface Claimed extends Claim {
  rule: UniqueRule;
  key: string;
  /** The same for what two records must not both have. */
  id: string;
}

export interface Turned extends Claimed {
  /** Its id as it is kept: descriptions are longer than what an index holds. */
  digest: string;
}

/** What changes make a record's own, and what they let go. */
export interface Turnover {
  made: Turned[];
  released: Turned[];
}

export function turnoverOf(entity: EntityModel, changes: readonly Change[]): Turnover {
  const turnover: Turnover = { made: [], released: [] };
  if (entity.unique.length === 0) return turnover;
  for (const { key, before, after } of changes) {
    const [had, has] = [claimsOf(entity, key, before), claimsOf(entity, key, after)];
    for (const [id, claim] of has) if (!had.has(id)) turnover.made.push(turned(claim));
    for (const [id, claim] of had) if (!has.has(id)) turnover.released.push(turned(claim));
  }
  return turnover;
}

function turned(claim: Claimed): Turned {
  return { ...claim, digest: hash('sha256', claim.id).slice(0, 32) };
}

/** By their ids; what was merged into another thing has nothing for itself. */
export function claimsOf(
  { entity, unique }: EntityModel,
  key: string,
  record: JsonObject | undefined,
): Map<string, Claimed> {
  const claims = new Map<string, Claimed>();
  if (record === undefined || record['mergedInto'] != null) return claims;
  for (const rule of unique)
    for (const claim of rule.claims(record)) {
      const id = `${entity} ${rule.id} ${claim.value}`;
      if (!claims.has(id)) claims.set(id, { ...claim, rule, key, id });
    }
  return claims;
}
