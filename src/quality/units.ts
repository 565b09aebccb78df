import type { Units } from './checker.ts';
import type { CodeListFile } from './codeLists.ts';

interface Unit {
  dimension?: string;
  numerator: bigint;
  denominator: bigint;
  decimals: number;
}

/** UN/CEFACT Rec 20 units with their exact factors; Rec 21 packages (`XCT`) have no dimension: factors only per item. */
export function unitsOf(file: CodeListFile): Units {
  const units = new Map<string, Unit>();
  for (const [code, value] of Object.entries(file.values)) {
    units.set(code, {
      ...(value.dimension === undefined ? {} : { dimension: value.dimension }),
      numerator: BigInt(value.numerator ?? 1),
      denominator: BigInt(value.denominator ?? 1),
      decimals: value.decimals ?? 6,
    });
  }
  return {
    has: (unit) => units.has(unit),
    dimension: (unit) => units.get(unit)?.dimension,
    decimals: (unit) => units.get(unit)?.decimals ?? 6,
    factor: (from, to) => factor(units, from, to),
  };
}

function factor(units: Map<string, Unit>, from: string, to: string) {
  if (from === to) return units.has(from) ? { numerator: 1n, denominator: 1n } : undefined;
  const [a, b] = [units.get(from), units.get(to)];
  if (a?.dimension === undefined || a.dimension !== b?.dimension) return undefined;
  const numerator = a.numerator * b.denominator;
  const denominator = a.denominator * b.numerator;
  const common = greatestCommonDivisor(numerator, denominator);
  return { numerator: numerator / common, denominator: denominator / common };
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}
