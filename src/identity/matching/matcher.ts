import type { Units } from '../../quality/checker.ts';
import type { JsonObject } from '../../vocabulary/json.ts';
import type { Comparison, Doubt, Evidence, MatchingDefinition, Reason } from '../../vocabulary/matching.ts';
import type { Comparer } from './comparer.ts';
import { hashOf } from './hash.ts';
import { drawing, iban, identifiers, legacyNumber, makerPart, sharedNumber } from './numbers.ts';
import { address, country, legalName, mailDomain, phone } from './parties.ts';
import {
  classification,
  description,
  dimensions,
  quantity,
  sourcing,
  tariff,
  text,
  unitDimension,
} from './things.ts';

/** A matching definition, compiled. Pure: it gets records and returns what it finds. */
export interface Matcher {
  readonly definition: MatchingDefinition;
  /** Attributes by which a record is found: when one of them changes, its blocks do. */
  readonly foundBy: ReadonlySet<string>;
  /** What of a record is compared; undefined: a record of its kind is never matched. */
  read(record: JsonObject): Features | undefined;
  /** Numbers of which two records share one when they may be one thing. */
  blocks(features: Features): number[];
  judge(a: Features, b: Features): Judgement;
}

export interface Features {
  evidence: readonly unknown[];
  vetoes: readonly unknown[];
  notes: readonly unknown[];
}

/** `link`: they are one thing; `ask`: they may be; `apart`: nothing says so. */
export interface Judgement {
  verdict: 'link' | 'ask' | 'apart';
  /** 0 to 100. */
  score: number;
  /** What gave points, and what stands against it. */
  reasons: Reason[];
}

interface Part {
  name: string;
  comparer: Comparer;
}

export function compileMatcher(definition: MatchingDefinition, units: Units): Matcher {
  const comparing = (comparison: Comparison) => comparerOf(comparison, definition, units);
  const evidence = partsOf(definition.evidence, comparing) as (Part & { its: Evidence })[];
  const parts = {
    evidence,
    vetoes: partsOf(definition.vetoes, comparing),
    notes: partsOf(definition.notes ?? {}, comparing),
  };
  const never = Object.entries(definition.never ?? {});
  return {
    definition,
    foundBy: new Set(evidence.flatMap(({ comparer, its }) => (comparer.blocks ? attributesOf(its) : []))),
    read: (record) => {
      if (never.some(([name, values]) => values.includes(String(record[name])))) return undefined;
      return {
        evidence: evidence.map(({ comparer }) => comparer.read(record)),
        vetoes: parts.vetoes.map(({ comparer }) => comparer.read(record)),
        notes: parts.notes.map(({ comparer }) => comparer.read(record)),
      };
    },
    blocks: (features) => [
      ...new Set(
        evidence.flatMap(({ comparer }, i) => {
          const feature = features.evidence[i];
          return feature === undefined ? [] : (comparer.blocks?.(feature) ?? []).map(hashOf);
        }),
      ),
    ],
    judge: (a, b) => judge(definition, parts, a, b),
  };
}

interface Parts {
  evidence: readonly (Part & { its: Evidence })[];
  vetoes: readonly (Part & { its: Doubt })[];
  notes: readonly (Part & { its: Doubt })[];
}

function judge(
  { link, ask }: MatchingDefinition,
  { evidence, vetoes, notes }: Parts,
  a: Features,
  b: Features,
): Judgement {
  const reasons: Reason[] = [];
  let sum = 0;
  let isStrong = false;
  for (const [i, { name, comparer, its }] of evidence.entries()) {
    const [x, y] = [a.evidence[i], b.evidence[i]];
    if (x === undefined || y === undefined) continue;
    const found = comparer.compare(x, y);
    const points = Math.round(its.weight * found.share);
    if (points === 0) continue;
    sum += points;
    if (its.strong && !found.weak) isStrong = true;
    reasons.push({ by: name, a: found.a, b: found.b, points, of: its.weight });
  }
  const score = Math.min(100, sum);
  if (score < ask) return { verdict: 'apart', score, reasons };
  const agreed = new Set(reasons.map(({ by }) => by));
  const doubts = (parts: Parts['vetoes'], x: readonly unknown[], y: readonly unknown[]) =>
    parts.flatMap((part, i) =>
      part.its.with === undefined || agreed.has(part.its.with) ? differenceIn(part, x[i], y[i]) : [],
    );
  const against = doubts(vetoes, a.vetoes, b.vetoes).map((each): Reason => ({ ...each, veto: true }));
  const noted = doubts(notes, a.notes, b.notes).map((each): Reason => ({ ...each, note: true }));
  const links = score >= link && isStrong && against.length === 0;
  return { verdict: links ? 'link' : 'ask', score, reasons: [...reasons, ...against, ...noted] };
}

function differenceIn({ name, comparer }: Part, a: unknown, b: unknown): Reason[] {
  if (a === undefined || b === undefined) return [];
  const found = comparer.compare(a, b);
  return found.share === 1 ? [] : [{ by: name, a: found.a, b: found.b }];
}

function partsOf<C extends Comparison>(
  definitions: Readonly<Record<string, C>>,
  comparing: (comparison: Comparison) => Comparer | undefined,
): (Part & { its: C })[] {
  return Object.entries(definitions).flatMap(([name, its]) => {
    const comparer = comparing(its);
    return comparer ? [{ name, comparer, its }] : [];
  });
}

/** Undefined: what it needs is not declared. */
function comparerOf(
  comparison: Comparison,
  { sharedNumbers }: MatchingDefinition,
  units: Units,
): Comparer | undefined {
  return build() as Comparer | undefined;

  function build(): object | undefined {
    switch (comparison.compare) {
      case 'identifier':
        return identifiers(comparison.schemes, comparison.byIssuer);
      case 'makerPart':
        return makerPart;
      case 'sharedNumber':
        return sharedNumbers === undefined ? undefined : sharedNumber(new RegExp(sharedNumbers, 'u'));
      case 'legacyNumber':
        return legacyNumber;
      case 'drawing':
        return drawing;
      case 'description':
        return description(comparison.path);
      case 'classification':
        return classification;
      case 'quantity':
        return quantity(comparison.paths, comparison.within, units);
      case 'dimensions':
        return dimensions(comparison.within, units);
      case 'tariff':
        return tariff;
      case 'legalName':
        return legalName(comparison.path);
      case 'address':
        return address;
      case 'iban':
        return iban;
      case 'mailDomain':
        return mailDomain;
      case 'phone':
        return phone;
      case 'country':
        return country;
      case 'sourcing':
        return sourcing;
      case 'text':
        return text(comparison.path, comparison.alike);
      case 'unitDimension':
        return unitDimension(comparison.path, units);
    }
  }
}

/** Where each comparison that finds records looks, besides the path it is given. */
const READS: Partial<Record<Comparison['compare'], readonly string[]>> = {
  identifier: ['identifiers'],
  makerPart: ['identifiers', 'maker'],
  sharedNumber: ['number'],
  legacyNumber: ['identifiers', 'number'],
  drawing: ['identifiers', 'drawing'],
  legalName: ['addresses'],
  address: ['addresses'],
  iban: ['identifiers', 'bankAccounts'],
  mailDomain: ['contacts'],
  phone: ['contacts'],
};

function attributesOf(comparison: Comparison): string[] {
  return [...(READS[comparison.compare] ?? []), ...('path' in comparison ? [comparison.path] : [])];
}
