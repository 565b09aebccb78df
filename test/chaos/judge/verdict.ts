/** What the judge found wrong with one message. */
export interface Finding {
  fault: 'lost' | 'doubled' | 'reordered' | 'wrongly parked' | 'let through';
  /** Which message, whose, and where it is missing. */
  what: string;
  /** What `lineshaft trace` finds it by. */
  trace: string;
  /** Where the hub may have parked it: at an interface of one of these, with this text in it. */
  parked: { systems: readonly string[]; mark: string };
  /** It was mistyped, or may have been: when it is parked, it is by right. */
  mayPark?: true;
}

export interface Verdict {
  /** Messages that systems told, and that were to have an effect. */
  told: number;
  /** Effects that systems made of them. */
  effects: number;
  findings: Finding[];
}

/** How many may still come, while something moves. */
export function missingIn({ findings }: Verdict): number {
  return findings.filter(({ fault }) => fault === 'lost' || fault === 'wrongly parked').length;
}

export function sumOf(verdicts: readonly Verdict[]): Verdict {
  return {
    told: verdicts.reduce((sum, verdict) => sum + verdict.told, 0),
    effects: verdicts.reduce((sum, verdict) => sum + verdict.effects, 0),
    findings: verdicts.flatMap((verdict) => verdict.findings),
  };
}
