import { objectsAt, textAt } from '../../src/quality/read.ts';
import type { Breach, Known, LaterRule, Rule } from '../../src/quality/rule.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';
import { statusLater } from './document.ts';
import { wrongIdentifiers, wrongNumber } from './identifiers.ts';
import { postalCodes } from './postalCodes.ts';

/** Rules that supplier and customer share. */
export const partyRules: readonly Rule[] = [
  { id: 'PA-01', severity: 'E', meaning: 'a party has a name and a country', check: unnamed },
  {
    id: 'PA-02',
    severity: 'E',
    meaning: 'check digits of VAT, IBAN, GLN and LEI fit, where the algorithm is known',
    check: (record) => [
      ...wrongIdentifiers(record, 'identifiers'),
      ...wrongLocations(record),
      ...wrongAccounts(record),
    ],
  },
  {
    id: 'PA-03',
    severity: 'E',
    meaning: 'a region given by ISO 3166-2 is one of its country',
    check: wrongRegions,
  },
  { id: 'PA-04', severity: 'E', meaning: 'a party has one legal address', check: legalAddresses },
  {
    id: 'PA-10',
    severity: 'W',
    meaning: 'a postal code fits the pattern of its country',
    check: wrongPostalCodes,
  },
  { id: 'PA-11', severity: 'W', meaning: 'no personal data in free text', check: personalData },
];

export const partyLater: readonly LaterRule[] = [
  { id: 'PA-05', severity: 'E', meaning: 'no cycle in a hierarchy', needs: 'the other parties' },
  { id: 'PA-06', severity: 'E', meaning: 'a one-time party is never matched or merged', needs: 'matching' },
  {
    id: 'PA-07',
    severity: 'W',
    meaning: 'a changed bank account is released by a second person',
    needs: 'the record before',
  },
  { id: 'PA-09', severity: 'E', meaning: 'default partners exist and are active', needs: 'the partners' },
  statusLater,
];

function addresses(record: JsonObject): { address: JsonObject; uses: unknown; at: string }[] {
  return objectsAt(record, 'addresses').map((address, i) => ({
    address,
    uses: address['uses'],
    at: `addresses[${i}]`,
  }));
}

function unnamed(record: JsonObject, { profile }: Known): Breach | undefined {
  if (profile !== 'golden' || addresses(record).some(({ address }) => textAt(address, 'country')))
    return undefined;
  return { field: 'addresses', detail: 'no address has a country' };
}

function wrongLocations(record: JsonObject): Breach[] {
  return addresses(record).flatMap(({ address, at }) =>
    wrongNumber('gln', textAt(address, 'gln'), `${at}.gln`),
  );
}

function wrongAccounts(record: JsonObject): Breach[] {
  return objectsAt(record, 'bankAccounts').flatMap((account, i) =>
    wrongNumber('iban', textAt(account, 'iban'), `bankAccounts[${i}].iban`),
  );
}

function wrongRegions(record: JsonObject): Breach[] {
  return addresses(record).flatMap(({ address, at }) => {
    const [country, region] = [textAt(address, 'country'), textAt(address, 'region')];
    if (country === undefined || !region || !/^[A-Z]{2}-[A-Z0-9]{1,3}$/.test(region)) return [];
    if (region.startsWith(`${country}-`)) return [];
    return [{ field: `${at}.region`, value: region, detail: `${region} is no region of ${country}` }];
  });
}

/** A lone address is the legal one, whatever it is marked as. */
function legalAddresses(record: JsonObject, { profile }: Known): Breach | undefined {
  const all = addresses(record);
  const legal = all.filter(({ uses }) => Array.isArray(uses) && uses.includes('legal'));
  if (legal.length > 1) return { field: 'addresses', detail: `${legal.length} addresses are marked legal` };
  if (profile !== 'golden' || legal.length === 1 || all.length < 2) return undefined;
  return { field: 'addresses', detail: 'no address is marked legal' };
}

function wrongPostalCodes(record: JsonObject): Breach[] {
  return addresses(record).flatMap(({ address, at }) => {
    const [country, code] = [textAt(address, 'country'), textAt(address, 'postalCode')];
    const pattern = postalCodes[country ?? ''];
    if (code === undefined || pattern === undefined || pattern.test(code)) return [];
    return [{ field: `${at}.postalCode`, value: code, detail: `${code} is no postal code of ${country}` }];
  });
}

/** E-mail addresses are what is met; the value itself is not repeated in the breach. */
function personalData(record: JsonObject): Breach[] {
  const labels = Array.isArray(record['labels']) ? record['labels'] : [];
  const texts = [
    ['name', record['name']],
    ['searchName', record['searchName']],
    ...labels.map((l) => ['labels', l]),
  ];
  return texts.flatMap(([field, text]) =>
    typeof text === 'string' && /[^\s@]+@[^\s@]+\.[a-z]{2,}/i.test(text)
      ? [{ field: field as string, detail: 'holds an e-mail address' }]
      : [],
  );
}
