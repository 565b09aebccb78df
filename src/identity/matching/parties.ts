import { type JsonObject, objectsOf } from '../../vocabulary/json.ts';
import { type Comparer, firstEqual } from './comparer.ts';
import { bareNumber, nameWords, streetWords, textOf } from './normalise.ts';
import { likeness } from './similarity.ts';

interface Named {
  written: string;
  words: string[];
  postalCodes: string[];
}

/** Less of a name in common is another company. */
const LEAST_NAME = 0.6;

/** Found again by the same words in any order, and by the beginning of the name at the same postal code. */
export function legalName(path: string): Comparer<Named> {
  return {
    read: (record) => {
      const written = textOf(record[path]);
      if (written === undefined) return undefined;
      return { written, words: nameWords(written), postalCodes: postalCodesOf(record) };
    },
    compare: (a, b) => {
      const share = likeness(a.words, b.words);
      return { share: share < LEAST_NAME ? 0 : share, a: a.written, b: b.written };
    },
    blocks: ({ words, postalCodes }) => [
      `name ${words.toSorted().join(' ')}`,
      ...postalCodes.flatMap((code) => words.slice(0, 3).map((word) => `at ${code} ${word.slice(0, 4)}`)),
    ],
  };
}

interface Street {
  written: string;
  words: string[];
  postalCode: string;
}

const LEAST_STREET = 0.7;

export const address: Comparer<Street[]> = {
  read: (record) => {
    const streets = objectsOf(record['addresses']).flatMap((each): Street[] => {
      const lines = Array.isArray(each['lines'])
        ? each['lines'].filter((line) => typeof line === 'string')
        : [];
      const postalCode = textOf(each['postalCode']);
      const written = [...lines, textOf(each['houseNumber']) ?? ''].join(' ').trim();
      if (postalCode === undefined || written === '') return [];
      return [
        {
          written: `${written}, ${postalCode}`,
          words: streetWords(written),
          postalCode: bareNumber(postalCode),
        },
      ];
    });
    return streets.length > 0 ? streets : undefined;
  },
  compare: (a, b) => {
    const equal = (x: Street, y: Street) =>
      x.postalCode === y.postalCode && likeness(x.words, y.words) >= LEAST_STREET;
    const [x, y] = firstEqual(a, b, equal) ?? [];
    return { share: x ? 1 : 0, a: (x ?? a[0]!).written, b: (y ?? b[0]!).written };
  },
  blocks: (streets) =>
    streets.map(({ postalCode, words }) => `street ${postalCode} ${words.toSorted().join(' ')}`),
};

/** Where everybody may have an address. */
const FREE = new Set([
  'gmail.com',
  'googlemail.com',
  'outlook.com',
  'hotmail.com',
  'live.com',
  'yahoo.com',
  'icloud.com',
  'gmx.de',
  'gmx.net',
  'web.de',
  't-online.de',
  'aol.com',
]);

export const mailDomain: Comparer<string[]> = {
  read: (record) => {
    const domains = objectsOf(record['contacts']).flatMap((contact) => {
      const domain = textOf(contact['email'])?.split('@').at(1)?.toLowerCase();
      return domain === undefined || FREE.has(domain) ? [] : [domain];
    });
    return domains.length > 0 ? [...new Set(domains)] : undefined;
  },
  compare: equalText,
  blocks: (domains) => domains.map((domain) => `domain ${domain}`),
};

/** The last nine digits: without the country and the leading zero. */
export const phone: Comparer<string[]> = {
  read: (record) => {
    const numbers = objectsOf(record['contacts']).flatMap((contact) => {
      const digits = textOf(contact['phone'])?.replace(/\D/g, '').slice(-9) ?? '';
      return digits.length >= 7 ? [digits] : [];
    });
    return numbers.length > 0 ? [...new Set(numbers)] : undefined;
  },
  compare: equalText,
  blocks: (numbers) => numbers.map((number) => `phone ${number}`),
};

/** The countries of all addresses. */
export const country: Comparer<string[]> = {
  read: (record) => {
    const countries = objectsOf(record['addresses']).flatMap((each) => textOf(each['country']) ?? []);
    return countries.length > 0 ? [...new Set(countries)] : undefined;
  },
  compare: equalText,
};

function equalText(a: readonly string[], b: readonly string[]) {
  const same = firstEqual(a, b, (x, y) => x === y);
  return { share: same ? 1 : 0, a: same?.[0] ?? a[0]!, b: same?.[1] ?? b[0]! };
}

function postalCodesOf(record: JsonObject): string[] {
  const codes = objectsOf(record['addresses']).flatMap((each) => textOf(each['postalCode']) ?? []);
  return [...new Set(codes.map(bareNumber))];
}
