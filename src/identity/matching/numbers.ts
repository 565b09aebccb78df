import { isObject, type JsonObject, objectsOf } from '../../vocabulary/json.ts';
import { type Compared, type Comparer, firstEqual } from './comparer.ts';
import { bareNumber, textOf } from './normalise.ts';
import { isOneEdit } from './similarity.ts';

/** A number that someone gave: by whom, where it is told, and the number bare and as it is written. */
interface Numbered {
  issuer: string | undefined;
  bare: string;
  written: string;
}

/** One slip of the keys in a number of this length is still more likely a slip than another number. */
const LONG_ENOUGH = 6;
const MISTYPED = 0.5;
/** The same number without knowing whose it is. */
const UNTOLD = 0.6;

/** GTIN, tax, DUNS numbers and the like: those of the same scheme are equal, or not. */
export function identifiers(schemes: readonly string[], byIssuer = false): Comparer<Numbered[]> {
  return {
    read: (record) => some(numbersOf(record, schemes, byIssuer)),
    compare: (a, b) => compareNumbers(a, b, (x, y) => !byIssuer || x.issuer === y.issuer),
    blocks: (numbers) => numbers.map(({ bare }) => `${schemes[0]} ${bare}`),
  };
}

/** The number a maker gave; of another maker it is another number. */
export const makerPart: Comparer<Numbered[]> = {
  read: (record) => {
    const maker = isObject(record['maker']) ? record['maker'] : {};
    const number = textOf(maker['partNumber']);
    const party = textOf(maker['party']);
    const own = number === undefined ? [] : [numbered(number, party)];
    return some([...own, ...numbersOf(record, ['mpn'], true)]);
  },
  compare: (a, b) => {
    const told = (x: Numbered, y: Numbered) => x.issuer !== undefined && x.issuer === y.issuer;
    const untold = (x: Numbered, y: Numbered) => x.issuer === undefined || y.issuer === undefined;
    const sure = compareNumbers(a, b, told);
    if (sure.share > 0) return sure;
    const maybe = compareNumbers(a, b, untold);
    return maybe.share > 0 ? { ...maybe, share: maybe.share * UNTOLD, weak: true } : maybe;
  },
  blocks: (numbers) => numbers.map(({ bare }) => `mpn ${bare}`),
};

/** The enterprise's own number, where it is the same in every system. */
export function sharedNumber(pattern: RegExp): Comparer<string> {
  return {
    read: ({ number }) => (typeof number === 'string' && pattern.test(number) ? number : undefined),
    compare: (a, b) => ({ share: a === b ? 1 : 0, a, b }),
    blocks: (number) => [`number ${number}`],
  };
}

/** The number one system keeps from before is the number the other one has, or also keeps. */
export const legacyNumber: Comparer<{ number: Numbered[]; legacy: Numbered[] }> = {
  read: (record) => {
    const legacy = numbersOf(record, ['legacy'], false);
    const own = textOf(record['number']);
    if (legacy.length === 0 && own === undefined) return undefined;
    return { number: own === undefined ? [] : [numbered(own)], legacy };
  },
  compare: (a, b) => {
    const tries = [
      [a.legacy, b.number],
      [a.number, b.legacy],
      [a.legacy, b.legacy],
    ] as const;
    const results = tries.map(([x, y]) => compareNumbers(x, y, () => true));
    return results.toSorted((x, y) => y.share - x.share)[0]!;
  },
  blocks: ({ number, legacy }) => [...number, ...legacy].map(({ bare }) => `known as ${bare}`),
};

/** The drawing, whatever its revision. */
export const drawing: Comparer<Numbered[]> = {
  read: (record) => {
    const number = isObject(record['drawing']) ? textOf(record['drawing']['number']) : undefined;
    const own = number === undefined ? [] : [numbered(number)];
    return some([...own, ...numbersOf(record, ['drawing'], false)]);
  },
  compare: (a, b) => compareNumbers(a, b, () => true),
  blocks: (numbers) => numbers.map(({ bare }) => `drawing ${bare}`),
};

export const iban: Comparer<Numbered[]> = {
  read: (record) => {
    const accounts = objectsOf(record['bankAccounts']).flatMap((account) => textOf(account['iban']) ?? []);
    return some([...accounts.map((account) => numbered(account)), ...numbersOf(record, ['iban'], false)]);
  },
  compare: (a, b) => compareNumbers(a, b, () => true),
  blocks: (numbers) => numbers.map(({ bare }) => `iban ${bare}`),
};

function compareNumbers(
  a: readonly Numbered[],
  b: readonly Numbered[],
  mayBe: (x: Numbered, y: Numbered) => boolean,
): Compared {
  const same = firstEqual(a, b, (x, y) => x.bare === y.bare && mayBe(x, y));
  if (same) return { share: 1, a: same[0].written, b: same[1].written };
  const near = firstEqual(a, b, (x, y) => mayBe(x, y) && isMistyped(x.bare, y.bare));
  if (near) return { share: MISTYPED, a: near[0].written, b: near[1].written, weak: true };
  return { share: 0, a: a[0]?.written ?? '', b: b[0]?.written ?? '' };
}

function isMistyped(a: string, b: string): boolean {
  return Math.min(a.length, b.length) >= LONG_ENOUGH && isOneEdit(a, b);
}

function numbersOf(record: JsonObject, schemes: readonly string[], byIssuer: boolean): Numbered[] {
  return objectsOf(record['identifiers']).flatMap((each) =>
    schemes.includes(String(each['scheme'])) ? (numberOf(each, byIssuer) ?? []) : [],
  );
}

/** Of an entry of `identifiers`. A GTIN of any length is one of 14 digits. */
export function numberOf({ scheme, value, issuer }: JsonObject, byIssuer: boolean): Numbered | undefined {
  const written = textOf(value);
  if (written === undefined) return undefined;
  const number = numbered(written, byIssuer ? textOf(issuer) : undefined);
  return scheme === 'gtin' ? { ...number, bare: number.bare.padStart(14, '0') } : number;
}

function numbered(written: string, issuer?: string): Numbered {
  return { written, bare: bareNumber(written), issuer: issuer && bareNumber(issuer) };
}

function some<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}
