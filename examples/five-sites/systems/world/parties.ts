import { vatNumber } from './checkDigits.ts';
import type { Side } from './items.ts';
import { type Random, random } from './prng.ts';

export interface Party {
  index: number;
  name: string;
  street: string;
  city: string;
  postalCode: string;
  /** ISO 3166-2, or empty. */
  region: string;
  country: string;
  duns: string;
  vat?: string;
  currency: string;
  terms: 'immediate' | 'net30' | 'net60';
  sides: Side[];
}

export const customerCount = 300;
export const supplierCount = 120;

/** 120 customers both ERPs have, 90 only na, 90 only eu. */
export function makeCustomers(seed: number): Party[] {
  return makeParties(seed, 'customer', customerCount, 120, [
    'Water',
    'Utilities',
    'Chemicals',
    'Brewery',
    'Shipyard',
    'Foods',
    'Energy',
    'Paper',
  ]);
}

/** 60 suppliers both ERPs have, 30 only na, 30 only eu. */
export function makeSuppliers(seed: number): Party[] {
  return makeParties(seed, 'supplier', supplierCount, 60, [
    'Castings',
    'Bearings',
    'Seals',
    'Motors',
    'Fasteners',
    'Steel',
    'Packaging',
    'Coatings',
  ]);
}

function makeParties(seed: number, role: string, count: number, both: number, trades: string[]): Party[] {
  const one = (count - both) / 2;
  return Array.from({ length: count }, (_, index) => {
    const itsSides: Side[] = index < both ? ['na', 'eu'] : index < both + one ? ['na'] : ['eu'];
    return makeParty(random(seed, role, index), role, index, itsSides, trades);
  });
}

function makeParty(r: Random, role: string, index: number, sides: Side[], trades: string[]): Party {
  const near = sides.length === 2 ? r.pick(['na', 'eu'] as const) : sides[0]!;
  const place = r.pick(places.filter((candidate) => candidate.side === near));
  const vat = vatNumber(place.country, r);
  const name = `${r.pick(firstWords)} ${r.pick(trades)} ${index + 1} ${r.pick(place.forms)}`;
  return {
    index,
    name,
    street: place.street(r.int(1, 199)),
    city: place.city,
    postalCode: place.postalCode,
    region: place.region,
    country: place.country,
    duns: `${role === 'customer' ? 15 : 31}${String(1000000 + index * 7919).slice(0, 7)}`,
    ...(vat === undefined ? {} : { vat }),
    currency: place.currency,
    terms: r.pick(['immediate', 'net30', 'net30', 'net60']),
    sides,
  };
}

const firstWords = [
  'Great Lakes',
  'Nordwest',
  'Baltic',
  'Summit',
  'Alpina',
  'Sierra',
  'Prairie',
  'Donau',
  'Vistula',
  'Harbor',
  'Müller & Söhne',
  'Łódź',
  'Peña',
];

interface Place {
  side: Side;
  city: string;
  postalCode: string;
  region: string;
  country: string;
  currency: string;
  forms: string[];
  street(house: number): string;
}
const us = (city: string, postalCode: string, state: string): Place => ({
  side: 'na',
  city,
  postalCode,
  region: `US-${state}`,
  country: 'US',
  currency: 'USD',
  forms: ['Inc.', 'LLC', 'Corp.'],
  street: (house) => `${house} Mill Road`,
});
const eu = (
  city: string,
  postalCode: string,
  country: string,
  form: string,
  street: string,
  currency = 'EUR',
): Place => ({
  side: 'eu',
  city,
  postalCode,
  region: '',
  country,
  currency,
  forms: [form],
  street: (house) => `${street} ${house}`,
});
const places: Place[] = [
  us('Flint', '48502', 'MI'),
  us('Cleveland', '44114', 'OH'),
  us('Houston', '77002', 'TX'),
  us('Chicago', '60601', 'IL'),
  us('Pittsburgh', '15222', 'PA'),
  {
    ...us('Monterrey', '64000', ''),
    region: 'MX-NLE',
    country: 'MX',
    forms: ['S.A. de C.V.'],
    street: (house) => `Av. Constitución ${house}`,
  },
  eu('Stuttgart', '70173', 'DE', 'GmbH', 'Königstraße'),
  eu('Hamburg', '20095', 'DE', 'AG', 'Mönckebergstraße'),
  eu('Gdańsk', '80-001', 'PL', 'Sp. z o.o.', 'ul. Długa', 'PLN'),
  eu('Lyon', '69002', 'FR', 'S.A.', 'Rue de la République'),
  eu('Torino', '10121', 'IT', 'S.p.A.', 'Via Roma'),
  eu('Rotterdam', '3011 AA', 'NL', 'B.V.', 'Coolsingel'),
];
