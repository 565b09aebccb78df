import { describe, expect, test } from 'vitest';
import { isObject, type Json, type JsonObject } from '../vocabulary/json.ts';
import type { Profile } from './checker.ts';
import { entityOf, receivedAt } from './ruleTable.testing.ts';

function check(entity: string, record: JsonObject, profile: Profile = 'observation') {
  return entityOf(entity).check(record, profile, { receivedAt });
}

function refused(entity: string, record: JsonObject, profile?: Profile) {
  return check(entity, record, profile).map(({ problem }) => [problem.code, problem.field]);
}

describe('a record is brought into normal form', () => {
  test('text is composed, trimmed and freed of control characters; empty text is taken away', () => {
    const item: JsonObject = {
      number: ' 4711 ',
      names: { en: 'Pump\n housing', de: 'Geha\u0308use\u0007' },
      revision: '  ',
    };
    expect(check('item', item)).toEqual([]);
    expect(item).toEqual({ number: '4711', names: { en: 'Pump  housing', de: 'Gehäuse' } });
  });

  test('decimals, days and instants are written in one way', () => {
    const movement: JsonObject = {
      quantity: { value: 12.5, unit: 'KGM' },
      postingDate: '20250301',
      occurredAt: '2025-03-01T09:15:30+01:00',
    };
    expect(check('inventoryMovement', movement)).toEqual([]);
    expect(movement).toEqual({
      quantity: { value: '12.5', unit: 'KGM' },
      postingDate: '2025-03-01',
      occurredAt: '2025-03-01T08:15:30.000Z',
    });
  });

  test('what a legacy system writes for none is taken away', () => {
    const bom: JsonObject = { effective: { from: '2025-01-01', to: '9999-12-31' } };
    expect(check('bom', bom)).toEqual([]);
    expect(bom).toEqual({ effective: { from: '2025-01-01' } });
  });

  test('an object of which nothing is left says nothing, an empty list says none', () => {
    const item: JsonObject = { sites: { detroit: { lotSize: { rule: '' } } }, identifiers: [] };
    expect(check('item', item)).toEqual([]);
    expect(item).toEqual({ identifiers: [] });
  });

  test('null stands: the system says that there is none', () => {
    const item: JsonObject = { revision: null, netWeight: null, identifiers: null };
    expect(check('item', item)).toEqual([]);
    expect(item).toEqual({ revision: null, netWeight: null, identifiers: null });
  });

  test('a single element where a list belongs is a list of one', () => {
    const item: JsonObject = { identifiers: { scheme: 'legacy', value: 'A-1' }, labels: 'pump' };
    expect(check('item', item)).toEqual([]);
    expect(item).toEqual({ identifiers: [{ scheme: 'legacy', value: 'A-1' }], labels: ['pump'] });
  });

  test('a second pass changes nothing', () => {
    const item: JsonObject = {
      number: ' 4711',
      netWeight: { value: '1.50', unit: 'KGM' },
      ext: { acme: { note: ' x ' } },
    };
    check('item', item);
    const once = structuredClone(item);
    check('item', item);
    expect(item).toEqual(once);
  });
});

describe('a problem names the place, the value and what was expected', () => {
  test('an unknown attribute comes with the nearest', () => {
    const [finding] = check('salesOrder', { lines: [{ lineNo: '1', quantitiy: 1 }] });
    expect(finding!.problem).toMatchObject({
      code: 'schema-violated',
      field: 'lines[0].quantitiy',
      value: '1',
    });
    expect(finding!.problem.detail).toContain('did you mean quantity?');
  });

  test('an unknown code comes with the nearest, or with what $code makes of it', () => {
    const [near] = check('inventoryMovement', { movementType: 'productionIsue' });
    expect(near!.problem).toMatchObject({ code: 'code-unknown', value: 'productionIsue' });
    expect(near!.problem.detail).toContain('did you mean productionIssue?');
    const [alias] = check('item', { baseUnit: 'PCE' });
    expect(alias!.problem.detail).toContain("$code('unit', 'PCE') reads it as EA");
  });

  test('a value of the enterprise stands in an open list with a default, and nowhere else', () => {
    expect(check('item', { itemType: 'acme.casting' })).toEqual([]);
    expect(refused('item', { itemType: 'casting' })).toEqual([['code-unknown', 'itemType']]);
    expect(refused('item', { baseUnit: 'acme.reel' })).toEqual([['code-unknown', 'baseUnit']]);
    expect(refused('item', { tracking: 'acme.some' })).toEqual([['code-unknown', 'tracking']]);
  });

  test('a local key where a canonical one belongs is refused', () => {
    expect(refused('inventoryMovement', { item: { item: '4711' } })).toEqual([['key-invalid', 'item.item']]);
    expect(refused('inventoryMovement', { item: { item: 'sup_01JN7Q' } })).toEqual([
      ['key-invalid', 'item.item'],
    ]);
  });

  test('two elements with one key are refused', () => {
    const lines = [{ lineNo: '10' }, { lineNo: '20' }, { lineNo: '10' }];
    expect(refused('salesOrder', { lines })).toEqual([['schema-violated', 'lines[2]']]);
  });

  test('a window that ends before it begins is refused', () => {
    expect(refused('bom', { effective: { from: '2025-02-01', to: '2025-01-01' } })).toEqual([
      ['schema-violated', 'effective.to'],
    ]);
  });

  test('a wrong type is told once', () => {
    expect(refused('item', { number: 4711, netWeight: 'heavy', identifiers: 7, names: ['x'] })).toEqual([
      ['schema-violated', 'number'],
      ['schema-violated', 'netWeight'],
      ['schema-violated', 'identifiers'],
      ['schema-violated', 'names'],
    ]);
  });
});

describe('profiles', () => {
  test('an observation says what it knows; of what it says, the parts must be there', () => {
    expect(check('item', { number: '4711' })).toEqual([]);
    expect(refused('item', { netWeight: { value: '1' } })).toEqual([['schema-violated', 'netWeight.unit']]);
    expect(refused('item', { netWeight: { value: null, unit: 'KGM' } })).toEqual([
      ['schema-violated', 'netWeight.value'],
    ]);
  });

  test('the golden record has every required attribute, with more than null or an empty list', () => {
    const position = { site: 'detroit', stockStatus: null, item: { item: 'itm_01JN7Q' } };
    expect(refused('inventoryPosition', position, 'golden')).toEqual(
      expect.arrayContaining([
        ['schema-violated', 'stockStatus'],
        ['schema-violated', 'onHand'],
      ]),
    );
    const order = {
      number: '1',
      status: 'open',
      site: 'detroit',
      documentDate: '2025-03-01',
      orderKind: 'standard',
    };
    expect(refused('salesOrder', { ...order, parties: [], lines: [] }, 'golden')).toEqual([
      ['schema-violated', 'parties'],
      ['schema-violated', 'lines'],
    ]);
  });

  test('what the hub gives is not asked of a mapping', () => {
    expect(refused('productionConfirmation', {}, 'golden').map(([, field]) => field)).not.toContain('factId');
  });

  test('what is required from a status on is a warning there, and nothing before', () => {
    const order = {
      number: '1',
      site: 'detroit',
      item: { item: 'itm_01JN7Q' },
      quantity: { value: '1', unit: 'EA' },
      orderKind: 'discrete',
      planned: { from: '2025-03-01' },
    };
    expect(check('productionOrder', { ...order, status: 'created' }, 'golden')).toEqual([]);
    const late = check('productionOrder', { ...order, status: 'inProgress' }, 'golden');
    expect(late.map((f) => [f.severity, f.problem.field])).toEqual([
      ['W', 'components'],
      ['W', 'operations'],
    ]);
  });

  test('what is required for a kind is refused when missing', () => {
    const event = {
      occurredAt: '2025-03-01T08:00:00Z',
      site: 'detroit',
      kind: 'disposition',
      caseNumber: 'Q1',
      subject: { item: { item: 'itm_01JN7Q' } },
    };
    expect(refused('qualityEvent', event, 'golden')).toEqual([['schema-violated', 'disposition']]);
    expect(check('qualityEvent', { ...event, disposition: 'scrap' }, 'golden')).toEqual([]);
  });
});

describe('hostile input', () => {
  test('NUL in a number is refused, in a name taken away', () => {
    expect(refused('salesOrder', { number: 'A\u0000B' })).toEqual([['key-invalid', 'number']]);
    const item: JsonObject = { names: { en: 'Pump\u0000' } };
    expect(check('item', item)).toEqual([]);
    expect(item).toEqual({ names: { en: 'Pump' } });
  });

  test('a key of 10,000 characters is refused, and shown cut', () => {
    const [finding] = check('salesOrder', { number: 'A'.repeat(10_000) });
    expect(finding!.problem).toMatchObject({ code: 'key-invalid', field: 'number' });
    expect(finding!.problem.value!.length).toBeLessThanOrEqual(200);
    expect(refused('inventoryMovement', { item: { item: `itm_${'A'.repeat(10_000)}` } })).toEqual([
      ['key-invalid', 'item.item'],
    ]);
  });

  test.each(['NaN', '1e999', 'Infinity', Number.NaN, Number.POSITIVE_INFINITY])(
    'the quantity %s is refused',
    (value) => {
      expect(refused('inventoryMovement', { quantity: { value, unit: 'EA' } })).toEqual([
        ['number-invalid', 'quantity.value'],
      ]);
    },
  );

  test.each(['2025-02-30', 'tomorrow', 20250301])('the date %s is refused', (value) => {
    expect(refused('salesOrder', { documentDate: value })).toEqual([['date-invalid', 'documentDate']]);
  });

  test('0000-00-00 reads as absent, so that a required date is missing', () => {
    const order = { documentDate: '0000-00-00' };
    expect(refused('salesOrder', order, 'golden')).toContainEqual(['schema-violated', 'documentDate']);
  });

  test('deep nesting is refused where any shape is allowed, and never followed elsewhere', () => {
    let deep: Json = 'x';
    for (let i = 0; i < 10_000; i++) deep = { a: deep };
    expect(refused('item', { ext: { acme: deep as JsonObject } })).toEqual([['field-too-large', 'ext']]);
    expect(refused('item', { names: deep })).toEqual([['schema-violated', 'names.a']]);
  });

  test('below ext 8 levels are taken and no more', () => {
    const nested = (levels: number): Json => (levels === 0 ? 'x' : { a: nested(levels - 1) });
    expect(refused('item', { ext: { acme: nested(7) } })).toEqual([]);
    expect(refused('item', { ext: { acme: nested(8) } })).toEqual([['field-too-large', 'ext']]);
  });

  test('a list of a million elements is refused without a problem for each', () => {
    const findings = check('item', { labels: new Array(1_000_000).fill(7) });
    expect(findings.map(({ problem }) => [problem.code, problem.field])).toEqual([
      ['field-too-large', 'labels'],
    ]);
    expect(check('item', { labels: new Array(5_000).fill(7) }).length).toBeLessThanOrEqual(50);
  });

  test('a name that objects inherit is an unknown attribute', () => {
    const record = JSON.parse('{"__proto__": {"x": 1}, "constructor": 1}') as JsonObject;
    expect(refused('item', record).map(([, field]) => field)).toEqual(['__proto__', 'constructor']);
    expect(isObject({}) && 'x' in {}).toBe(false);
  });

  test('text of a megabyte is refused before it is looked at', () => {
    expect(refused('item', { revision: 'é'.repeat(1_000_000) })).toEqual([['field-too-large', 'revision']]);
  });
});
