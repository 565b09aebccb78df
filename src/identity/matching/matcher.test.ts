import { describe, expect, test } from 'vitest';
import { loadModel } from '../../quality/loadModel.ts';
import type { JsonObject } from '../../vocabulary/json.ts';
import { changedDefinition, type MatchingChange } from '../../vocabulary/matching.ts';
import { compileMatcher, type Judgement } from './matcher.ts';

const model = await loadModel();

function judge(entity: string, a: JsonObject, b: JsonObject, change: MatchingChange = {}): Judgement {
  const definition = changedDefinition(model.entities.get(entity)!.matching, change)!;
  const matcher = compileMatcher(definition, model.units);
  return matcher.judge(matcher.read(a)!, matcher.read(b)!);
}

const gtin = (value = '4006381333931') => [{ scheme: 'gtin', value }];
const pump: JsonObject = {
  number: '4711',
  names: { en: 'Centrifugal pump 32 mm steel' },
  baseUnit: 'EA',
  itemType: 'finishedGood',
  identifiers: gtin(),
  netWeight: { value: '10', unit: 'KGM' },
  classifications: [{ scheme: 'unspsc', code: '40151503' }],
};
const other: JsonObject = { ...pump, number: 'P-900', netWeight: { value: '22.05', unit: 'LBR' } };

describe('items', () => {
  test('the same GTIN, description, class and weight in another unit are one item, and each says what it gave', () => {
    const { verdict, score, reasons } = judge('item', pump, other);
    expect(verdict).toBe('link');
    expect(score).toBe(98);
    expect(reasons.map(({ by, points, of }) => [by, points, of])).toEqual([
      ['gtin', 60, 60],
      ['description', 25, 25],
      ['category', 5, 5],
      ['weight', 8, 8],
    ]);
    expect(reasons.at(-1)).toMatchObject({ a: '10 KGM', b: '22.05 LBR' });
  });

  test('what is counted by the dozen there weighs twelve times as much', () => {
    const dozen = { ...other, baseUnit: 'DZN', netWeight: { value: '120', unit: 'KGM' } };
    const weight = (b: JsonObject) => judge('item', pump, b).reasons.find(({ by }) => by === 'weight');
    expect(weight(dozen)).toEqual({ by: 'weight', a: '10 KGM', b: '120 KGM per DZN', points: 8, of: 8 });
    expect(weight({ ...dozen, netWeight: pump['netWeight']! })).toBeUndefined();
  });

  test('without a strong element nothing links by itself, whatever the score', () => {
    const loose = (number: string) => ({
      ...pump,
      number,
      identifiers: [{ scheme: 'supplierPart', value: 'S-99-1000', issuer: 'ACME' }],
      drawing: { number: 'DR-100200' },
    });
    expect(judge('item', loose('1'), loose('2'))).toMatchObject({ verdict: 'ask', score: 100 });
  });

  test.each<[string, JsonObject]>([
    ['dimensionOfBaseUnit', { baseUnit: 'KGM' }],
    ['itemType', { itemType: 'component' }],
    [
      'gtin',
      { identifiers: [...gtin('4012345000009'), { scheme: 'mpn', value: 'AB-12345', issuer: 'ACME' }] },
    ],
  ])('%s against it asks, though the score would link', (veto, difference) => {
    const made = { maker: { party: 'ACME', partNumber: 'AB 12345' }, drawing: { number: 'DR-100200' } };
    const found = judge('item', { ...pump, ...made }, { ...other, ...made, ...difference });
    expect(found.score).toBeGreaterThanOrEqual(90);
    expect(found.verdict).toBe('ask');
    expect(found.reasons).toContainEqual(expect.objectContaining({ by: veto, veto: true }));
  });

  test('made here and bought there is shown, and stops nothing', () => {
    const sourced = (...ways: string[]) => ({
      sites: Object.fromEntries(ways.map((sourcing, i) => [`site${i}`, { sourcing }])),
    });
    const bought = judge(
      'item',
      { ...pump, ...sourced('make') },
      { ...other, ...sourced('buy', 'transfer') },
    );
    expect(bought.verdict).toBe('link');
    expect(bought.reasons.at(-1)).toEqual({ by: 'makeAgainstBuy', a: 'make', b: 'buy', note: true });
    const both = judge('item', { ...pump, ...sourced('make') }, { ...other, ...sourced('both') });
    expect(both.reasons.filter(({ note }) => note)).toEqual([]);
  });

  test('raw material and component are one type', () => {
    const found = judge('item', { ...pump, itemType: 'rawMaterial' }, { ...other, itemType: 'component' });
    expect(found.verdict).toBe('link');
  });

  test('a number mistyped in one place gives half, and links nothing', () => {
    const made = (value: string) => ({ ...pump, identifiers: [{ scheme: 'mpn', value, issuer: 'ACME' }] });
    const { verdict, reasons } = judge('item', made('BK-M68S-38'), made('BK-M86S-38'));
    expect(verdict).toBe('ask');
    expect(reasons[0]).toMatchObject({ by: 'makerPart', points: 28, of: 55 });
  });

  test('the same part number of another maker says nothing; of an untold maker it links nothing', () => {
    const made = (issuer?: string) => ({
      names: pump['names']!,
      identifiers: [{ scheme: 'mpn', value: 'AB-12345', ...(issuer && { issuer }) }],
    });
    expect(judge('item', made('ACME'), made('Other')).score).toBe(25);
    expect(judge('item', made('ACME'), made()).reasons[0]).toMatchObject({ by: 'makerPart', points: 33 });
  });

  test('the number of one is the legacy number of the other', () => {
    const legacy = { ...other, identifiers: [...gtin(), { scheme: 'legacy', value: '4711' }] };
    expect(judge('item', pump, legacy).reasons).toContainEqual(
      expect.objectContaining({ by: 'legacyNumber', points: 30 }),
    );
  });

  test('a number is evidence only where the landscape says that numbers are shared', () => {
    const [a, b] = [{ number: 'NF-100200' }, { number: 'NF-100200', names: { en: 'Pump' } }];
    expect(judge('item', a, b).score).toBe(0);
    expect(judge('item', a, b, { sharedNumbers: '^NF-' }).score).toBe(50);
    expect(judge('item', a, b, { sharedNumbers: '^XX-' }).score).toBe(0);
  });

  test('the landscape weighs otherwise', () => {
    expect(judge('item', pump, other, { weights: { gtin: 30 } }).score).toBe(68);
    expect(judge('item', pump, other, { link: 99 }).verdict).toBe('ask');
  });
});

describe('suppliers and customers', () => {
  const seat = { id: 'main', lines: ['Hauptstraße 5'], postalCode: '70173', country: 'DE' };
  const mueller: JsonObject = {
    name: 'Müller Pumpen GmbH',
    identifiers: [{ scheme: 'vat', value: 'DE 136695976' }],
    addresses: [seat],
  };
  const same: JsonObject = {
    name: 'MULLER PUMPEN',
    identifiers: [{ scheme: 'vat', value: 'DE136695976' }],
    addresses: [{ ...seat, lines: ['Hauptstr. 5'] }],
  };

  test('the same tax number and name, written otherwise, are one party', () => {
    const { verdict, reasons } = judge('supplier', mueller, same);
    expect(verdict).toBe('link');
    expect(reasons.map(({ by, points }) => [by, points])).toEqual([
      ['taxNumber', 60],
      ['name', 30],
      ['address', 20],
    ]);
  });

  test('name, address and telephone alone ask', () => {
    const contacts = [{ id: '1', email: 'info@mueller.de', phone: '+49 711 123456' }];
    const without = (party: JsonObject) => ({ ...party, identifiers: [], contacts });
    expect(judge('customer', without(mueller), without(same)).verdict).toBe('ask');
  });

  test('another country asks', () => {
    const abroad = { ...same, addresses: [{ ...seat, country: 'AT' }] };
    expect(judge('supplier', mueller, abroad)).toMatchObject({ verdict: 'ask' });
  });

  test('the same tax number at another address links and says so: the address is one more of the party', () => {
    const plant = { ...same, addresses: [{ ...seat, lines: ['Werkweg 9'], postalCode: '70565' }] };
    const { verdict, reasons } = judge('supplier', mueller, plant);
    expect(verdict).toBe('link');
    expect(reasons.at(-1)).toMatchObject({ by: 'otherAddress', note: true, b: 'Werkweg 9, 70565' });
    const untold = { ...plant, identifiers: [{ scheme: 'gln', value: '4012345000009' }] };
    const other = judge('supplier', { ...mueller, identifiers: untold.identifiers }, untold);
    expect(other.reasons.filter(({ note }) => note)).toEqual([]);
  });

  test('the same DUNS number at another location number asks, whatever the score', () => {
    const at = (gln: string, more: string[] = []) =>
      [`duns:150483782`, `vat:DE136695976`, `gln:${gln}`, ...more].map((each) => {
        const [scheme, value] = each.split(':') as [string, string];
        return { scheme, value };
      });
    const [a, b] = [at('4012345000009'), at('4098765000010')];
    const found = judge('supplier', { ...mueller, identifiers: a }, { ...same, identifiers: b });
    expect(found).toMatchObject({ verdict: 'ask', score: 100 });
    expect(found.reasons).toContainEqual(expect.objectContaining({ by: 'siteOfDuns', veto: true }));
    const others = b.filter(({ scheme }) => scheme !== 'duns');
    expect(judge('supplier', { ...mueller, identifiers: a }, { ...same, identifiers: others }).verdict).toBe(
      'link',
    );
  });

  test('people and one-time accounts are never matched', () => {
    const definition = model.entities.get('customer')!.matching!;
    const matcher = compileMatcher(definition, model.units);
    expect(matcher.read({ ...mueller, kind: 'person' })).toBeUndefined();
    expect(matcher.read({ ...mueller, kind: 'oneTime' })).toBeUndefined();
  });
});

test.each(['item', 'supplier', 'customer'])(
  'two of entity %s that share a strong element are found, whatever else differs',
  (entity) => {
    const definition = model.entities.get(entity)!.matching!;
    const matcher = compileMatcher(definition, model.units);
    const strong = Object.values(definition.evidence).flatMap((its) =>
      its.strong && its.compare === 'identifier' ? [its.schemes[0]!] : [],
    );
    expect(strong.length).toBeGreaterThan(0);
    for (const scheme of strong) {
      const of = (value: string) => matcher.blocks(matcher.read({ identifiers: [{ scheme, value }] })!);
      expect(of('12-345 678')).toEqual(of('12345678'));
    }
  },
);
