import type { Units } from '../../quality/checker.ts';
import { isObject, type Json, type JsonObject, objectsOf } from '../../vocabulary/json.ts';
import { type Comparer, firstEqual } from './comparer.ts';
import { textOf, textsOf, wordsOf } from './normalise.ts';
import { likeness } from './similarity.ts';

interface Described {
  written: string;
  words: string[];
}

/** Less of a description in common says nothing. */
const LEAST = 0.4;

/** The most alike of the languages; found again by the same words in any order. */
export function description(path: string): Comparer<Described[]> {
  return {
    read: (record) => {
      const all = textsOf(record[path]).map((written) => ({ written, words: wordsOf(written) }));
      return all.length > 0 ? all : undefined;
    },
    compare: (a, b) => {
      let found = { share: 0, a: a[0]!.written, b: b[0]!.written };
      for (const x of a)
        for (const y of b) {
          const share = likeness(x.words, y.words);
          if (share > found.share) found = { share, a: x.written, b: y.written };
        }
      return found.share < LEAST ? { ...found, share: 0 } : found;
    },
    blocks: (all) => all.map(({ words }) => `words ${words.toSorted().join(' ')}`),
  };
}

export const classification: Comparer<string[]> = {
  read: (record) => {
    const classes = objectsOf(record['classifications']).map(({ scheme, code }) => `${scheme} ${code}`);
    return classes.length > 0 ? classes : undefined;
  },
  compare: (a, b) => {
    const same = firstEqual(a, b, (x, y) => x === y);
    return same ? { share: 1, a: same[0], b: same[1] } : { share: 0, a: a[0]!, b: b[0]! };
  },
};

interface Measured {
  value: number;
  unit: string;
  /** The base unit of which it is measured: of a dozen it is twelve times as much. */
  per?: string | undefined;
}

/** The first of these quantities that both say, of as much of the item. */
export function quantity(
  paths: readonly string[],
  within: number,
  units: Units,
): Comparer<Record<string, Measured>> {
  return {
    read: (record) => {
      const found = paths.flatMap((path) => {
        const measured = measuredOf(record[path]);
        return measured ? [[path, { ...measured, per: textOf(record['baseUnit']) }] as const] : [];
      });
      return found.length > 0 ? Object.fromEntries(found) : undefined;
    },
    compare: (a, b) => {
      const path = paths.find((each) => a[each] && b[each]);
      const [x, y] = path === undefined ? [Object.values(a)[0]!, Object.values(b)[0]!] : [a[path]!, b[path]!];
      const share = path !== undefined && isWithin(x, y, within, units) ? 1 : 0;
      return { share, a: shown(x), b: shown(y) };
    },
  };
}

const SIDES = ['length', 'width', 'height'];

/** All sides that both say, in any order. */
export function dimensions(within: number, units: Units): Comparer<Measured[]> {
  return {
    read: (record) => {
      const sides = isObject(record['dimensions']) ? record['dimensions'] : {};
      const found = SIDES.flatMap((side) => measuredOf(sides[side]) ?? []);
      return found.length > 0 ? found : undefined;
    },
    compare: (a, b) => {
      const rest = [...b];
      const fits = a.every((x) => {
        const at = rest.findIndex((y) => isWithin(x, y, within, units));
        if (at >= 0) rest.splice(at, 1);
        return at >= 0;
      });
      const share = fits && a.length === b.length ? 1 : 0;
      return { share, a: a.map(shown).join(' × '), b: b.map(shown).join(' × ') };
    },
  };
}

/** Of a tariff code the six digits that all countries share. */
export const tariff: Comparer<string[]> = {
  read: (record) => {
    const codes = textsOf(record['tariffCodes']).map((code) => code.replace(/\D/g, '').slice(0, 6));
    return codes.length > 0 ? codes : undefined;
  },
  compare: (a, b) => {
    const same = firstEqual(a, b, (x, y) => x === y && x.length === 6);
    return same ? { share: 1, a: same[0], b: same[1] } : { share: 0, a: a[0]!, b: b[0]! };
  },
};

/** A coded value; values that stand in one group of `alike` are as good as equal. */
export function text(path: string, alike: readonly (readonly string[])[] = []): Comparer<string> {
  return {
    read: (record) => textOf(record[path]),
    compare: (a, b) => {
      const agrees = a === b || alike.some((group) => group.includes(a) && group.includes(b));
      return { share: agrees ? 1 : 0, a, b };
    },
  };
}

/** Whether sites make it, buy it, or both; of other ways to get it nobody knows. */
export const sourcing: Comparer<string[]> = {
  read: (record) => {
    const sites = isObject(record['sites']) ? Object.values(record['sites']).filter(isObject) : [];
    const ways = sites.flatMap((site) => WAYS[String(site['sourcing'])] ?? []);
    return ways.length > 0 ? [...new Set(ways)] : undefined;
  },
  compare: (a, b) => {
    const share = a.some((way) => b.includes(way)) ? 1 : 0;
    return { share, a: a.join(', '), b: b.join(', ') };
  },
};

const WAYS: Readonly<Record<string, readonly string[]>> = {
  make: ['make'],
  phantom: ['make'],
  buy: ['buy'],
  consignment: ['buy'],
  both: ['make', 'buy'],
};

/** What is counted, weighed and measured are three kinds of thing; of a package nobody knows. */
export function unitDimension(path: string, units: Units): Comparer<string> {
  return {
    read: (record) => {
      const unit = textOf(record[path]);
      return unit !== undefined && units.dimension(unit) !== undefined ? unit : undefined;
    },
    compare: (a, b) => ({ share: units.dimension(a) === units.dimension(b) ? 1 : 0, a, b }),
  };
}

function measuredOf(value: Json | undefined): Measured | undefined {
  if (!isObject(value)) return undefined;
  const { value: amount, unit } = value as JsonObject;
  const number = Number(amount);
  return typeof unit === 'string' && number > 0 ? { value: number, unit } : undefined;
}

/** Evidence, not an amount: a share of a hundredth is not told exactly. */
function isWithin(a: Measured, b: Measured, percent: number, units: Units): boolean {
  const factor = factorOf(b.unit, a.unit, units);
  if (factor === undefined) return false;
  const asMuch = a.per === undefined || b.per === undefined ? 1 : (factorOf(a.per, b.per, units) ?? 1);
  const other = b.value * factor * asMuch;
  return Math.abs(a.value - other) <= (Math.max(a.value, other) * percent) / 100;
}

function factorOf(from: string, to: string, units: Units): number | undefined {
  const factor = units.factor(from, to);
  return factor && Number(factor.numerator) / Number(factor.denominator);
}

function shown({ value, unit, per }: Measured): string {
  return per === undefined || per === 'EA' ? `${value} ${unit}` : `${value} ${unit} per ${per}`;
}
