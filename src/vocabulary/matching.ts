/** How two records of an entity are found to be one thing: `model/<entity>/matching.json`, with what the landscape changes of it. */
export interface MatchingDefinition {
  /** From this score on, with a strong element and no veto, they are linked without asking. */
  link: number;
  /** From this score on a steward is asked. */
  ask: number;
  evidence: Readonly<Record<string, Evidence>>;
  /** What makes a steward be asked whatever the score that would link. */
  vetoes: Readonly<Record<string, Doubt>>;
  /** What a steward should see, and what stops nothing. */
  notes?: Readonly<Record<string, Doubt>>;
  /** Values of attributes whose records are never matched: `{ kind: ['oneTime'] }`. */
  never?: Readonly<Record<string, readonly string[]>>;
  /** The attribute that names the record under which another one stands: the two are not matched with each other. */
  childOf?: string;
  /** Numbers that fit this regular expression name the same thing in every system. */
  sharedNumbers?: string;
}

/** What an equal attribute is worth. Two strong elements do not add up to more than the sum; the score is capped at 100. */
export type Evidence = Comparison & {
  weight: number;
  /** May link by itself when the score is high enough; the others only add to it. */
  strong?: boolean;
};

/** What two records of one thing should agree on; `with`: asked only where this evidence agrees. */
export type Doubt = Comparison & { with?: string };

/** How one attribute, or a few that belong together, are compared. */
export type Comparison =
  /** Identifiers of these schemes; `byIssuer`: only with the issuer. */
  | { compare: 'identifier'; schemes: readonly string[]; byIssuer?: boolean }
  | { compare: 'makerPart' }
  | { compare: 'sharedNumber' }
  | { compare: 'legacyNumber' }
  | { compare: 'drawing' }
  /** Words in any order, units and sizes in one form. */
  | { compare: 'description'; path: string }
  | { compare: 'classification' }
  /** Quantities that differ by no more than this percentage, whatever their units. */
  | { compare: 'quantity'; paths: readonly string[]; within: number }
  | { compare: 'dimensions'; within: number }
  | { compare: 'tariff' }
  /** The name of a company without the words for its legal form. */
  | { compare: 'legalName'; path: string }
  | { compare: 'address' }
  | { compare: 'iban' }
  | { compare: 'mailDomain' }
  | { compare: 'phone' }
  | { compare: 'text'; path: string; alike?: readonly (readonly string[])[] }
  | { compare: 'country' }
  /** Whether sites make it or buy it. */
  | { compare: 'sourcing' }
  | { compare: 'unitDimension'; path: string };

/** What one comparison came to, in words a steward can follow. */
export interface Reason {
  /** The name of the evidence, veto or note: `gtin`. */
  by: string;
  /** What each side says. */
  a: string;
  b: string;
  /** Points it gave, of the points it could give. Absent for a veto and a note. */
  points?: number;
  of?: number;
  veto?: true;
  note?: true;
}

/** What the landscape changes of a definition. */
export interface MatchingChange {
  off?: boolean;
  link?: number;
  ask?: number;
  weights?: Readonly<Record<string, number>>;
  sharedNumbers?: string;
}

/** The definition with what the landscape changes of it; undefined: the entity is not matched. */
export function changedDefinition(
  definition: MatchingDefinition | undefined,
  change: MatchingChange = {},
): MatchingDefinition | undefined {
  if (!definition || change.off) return undefined;
  const { off: _, weights = {}, ...rest } = change;
  const evidence = Object.fromEntries(
    Object.entries(definition.evidence).map(([name, its]) => [
      name,
      { ...its, weight: weights[name] ?? its.weight },
    ]),
  );
  return { ...definition, ...rest, evidence };
}
