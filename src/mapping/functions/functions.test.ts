import { describe, expect, test } from 'vitest';
import type { Json } from '../../vocabulary/json.ts';
import type { Problem } from '../../vocabulary/problem.ts';
import { compileMapping } from '../compile.ts';
import type { Scope } from '../mapping.ts';
import { testModel, testScope } from '../testing.ts';

function run(text: string, document: Json = {}, changes: Partial<Scope> = {}) {
  const mapping = compileMapping('/land/items.in.jsonata', text, testModel(), '/land');
  if ('code' in mapping) throw new Error(mapping.detail);
  return mapping.run(document, testScope(changes));
}

function value(text: string, document: Json = {}, changes: Partial<Scope> = {}): unknown {
  const mapped = run(text, document, changes);
  if ('problem' in mapped) throw new Error(mapped.problem.detail);
  return mapped.value;
}

function problemOf(text: string, document: Json = {}, changes: Partial<Scope> = {}): Problem {
  const mapped = run(text, document, changes);
  if (!('problem' in mapped)) throw new Error(`no problem but ${JSON.stringify(mapped.value)}`);
  return mapped.problem;
}

describe('$decimal', () => {
  test.each([
    ['"12.500"', '12.5'],
    ['"-0"', '0'],
    ['"-0.00"', '0'],
    ['"+5"', '5'],
    ['"007.10"', '7.1'],
    ['".5"', '0.5'],
    ['"1.5E3"', '1500'],
    ['"12.500-"', '-12.5'],
    ['1e21', undefined],
    ['0.1 + 0.2', '0.3'],
    ['"999999999999999999.999999999"', '999999999999999999.999999999'],
    ['1.0E-7', '0.0000001'],
  ])('%s is written %s', (written, wanted) => {
    if (wanted === undefined) expect(problemOf(`$decimal(${written})`).code).toBe('number-invalid');
    else expect(value(`$decimal(${written})`)).toBe(wanted);
  });

  test.each([
    'NaN',
    '1e999',
    '1,5',
    'abc',
    '1'.repeat(19),
    '0.1234567891',
    '--1',
    '1e',
    '9'.repeat(5000),
    '+1-',
  ])('refuses %s', (text) => {
    expect(problemOf('{"q": $decimal(v)}', { v: text })).toMatchObject({
      code: 'number-invalid',
      field: 'q',
    });
  });

  test('what is absent stays absent', () => {
    expect(value('{"a": $decimal(a), "b": $decimal(b), "c": $decimal(c)}', { a: null, b: '' })).toEqual({});
  });
});

describe('decimal arithmetic', () => {
  test.each([
    ['$sum(["0.1", "0.2", 0.3])', '0.6'],
    ['$sum([])', '0'],
    ['$sum(["999999999999999.5", "0.5"])', '1000000000000000'],
    ['$sum(["1", "", null, "2"])', '3'],
    ['$times("1.1", "1.1")', '1.21'],
    ['$times("123456789012.123", "98765.4321")', '12193263112460860.2333483'],
    ['$times("0.00001", "0.00005")', '0'],
    ['$times("0.00003", "0.00005")', '0.000000002'],
    ['$divide("1", "3")', '0.333333333'],
    ['$divide("2", "3", 2)', '0.67'],
    ['$divide("0.125", "1", 2)', '0.12'],
    ['$divide("0.375", "1", 2)', '0.38'],
    ['$divide("-1", "8", 2)', '-0.12'],
    ['$divide("10", "4")', '2.5'],
  ])('%s is %s', (text, wanted) => {
    expect(value(text)).toBe(wanted);
  });

  test('division by zero and results that are too long are refused', () => {
    expect(problemOf('$divide("1", "0")').code).toBe('number-invalid');
    expect(problemOf('$times("999999999999999999", "10")').code).toBe('number-invalid');
  });
});

describe('$convert', () => {
  test.each([
    ['$convert("1500", "GRM", "KGM")', '1.5'],
    ['$convert(1, "LBR", "KGM")', '0.45359237'],
    ['$convert("200", "EA", "DZN")', '16.666666667'],
    ['$convert("12.50", "KGM", "KGM")', '12.5'],
    [
      '$convert("2", "XCT", "EA", [{"unit": "XCT", "numerator": 24, "denominator": 1}, {"unit": "EA", "numerator": 1, "denominator": 1}])',
      '48',
    ],
    [
      '$convert("3", "DZN", "XCT", [{"unit": "XCT", "numerator": "24", "denominator": 1}, {"unit": "EA", "numerator": 1, "denominator": 1}])',
      '1.5',
    ],
    [
      '$convert("250", "CMT", "EA", [{"unit": "MTR", "numerator": 1, "denominator": 5}, {"unit": "EA", "numerator": 1, "denominator": 1}])',
      '0.5',
    ],
  ])('%s is %s', (text, wanted) => {
    expect(value(text)).toBe(wanted);
  });

  test('a quantity stays a quantity and keeps what the source said', () => {
    expect(value('$convert({"value": "1", "unit": "DZN"}, "DZN", "EA")')).toEqual({
      value: '12',
      unit: 'EA',
      entered: { value: '1', unit: 'DZN' },
    });
  });

  test('there and back gives the same, whatever the factor', () => {
    const rows =
      '[{"unit": "XCT", "numerator": 7, "denominator": 3}, {"unit": "EA", "numerator": 1, "denominator": 1}]';
    expect(value(`$convert($convert("9", "XCT", "EA", ${rows}), "EA", "XCT", ${rows})`)).toBe('9');
  });

  test('units without a factor between them are refused with both names', () => {
    const found = problemOf('{"w": $convert(Q, "KGM", "MTR")}', { Q: '5' });
    expect(found).toMatchObject({ code: 'unit-not-convertible', field: 'w', value: '5' });
    expect(found.detail).toContain('5 KGM cannot be converted to MTR');
    expect(problemOf('$convert("1", "FOO", "KGM")').detail).toContain('FOO is not a unit');
  });
});

describe('$date', () => {
  test.each([
    ['"20250301"', 'yyyyMMdd', '2025-03-01'],
    ['20250301', 'yyyyMMdd', '2025-03-01'],
    ['"01.03.2025 08:15:30"', 'dd.MM.yyyy HH:mm:ss', '2025-03-01T13:15:30.000Z'],
    ['"2025-03-01"', 'ISO', '2025-03-01'],
    ['"2025-03-01T08:15:30+01:00"', 'ISO', '2025-03-01T07:15:30.000Z'],
    ['"2025-07-01T08:15"', 'ISO', '2025-07-01T12:15:00.000Z'],
    ['1740816930', 'unix', '2025-03-01T08:15:30.000Z'],
    ['1740816930123', 'unixms', '2025-03-01T08:15:30.123Z'],
    ['"/Date(1740816930000)/"', '/Date()/', '2025-03-01T08:15:30.000Z'],
    ['"3/1/2025"', 'M/d/yyyy', '2025-03-01'],
    ['"250301"', 'yyMMdd', '2025-03-01'],
    ['"2024-02-29"', 'yyyy-MM-dd', '2024-02-29'],
    ['"20250301T081530Z"', "yyyyMMdd'T'HHmmssXXX", '2025-03-01T08:15:30.000Z'],
  ])('%s read as %s is %s', (written, pattern, wanted) => {
    expect(value(`$date(${written}, "${pattern}")`)).toBe(wanted);
  });

  test('the repeated hour of a clock change takes the first reading, a skipped one the offset before', () => {
    const local = '$date(t, "yyyy-MM-dd HH:mm")';
    expect(value(local, { t: '2025-11-02 01:30' })).toBe('2025-11-02T05:30:00.000Z');
    expect(value(local, { t: '2025-11-02 02:30' })).toBe('2025-11-02T07:30:00.000Z');
    expect(value(local, { t: '2025-03-09 02:30' })).toBe('2025-03-09T07:30:00.000Z');
    expect(value(local, { t: '2025-10-26 02:30' }, { timeZone: 'Europe/Berlin' })).toBe(
      '2025-10-26T00:30:00.000Z',
    );
  });

  test.each(['00000000', '20250230', '20251301', '2025030', 'abcdefgh', '20230229'])('refuses %s', (text) => {
    expect(problemOf('{"on": $date(D, "yyyyMMdd")}', { D: text })).toMatchObject({
      code: 'date-invalid',
      field: 'on',
      value: text,
    });
  });

  test('what is absent stays absent, and 0000-00-00 is no date', () => {
    expect(value('[$date("", "ISO"), $date(nothing, "ISO"), $date("  ", "ISO")]')).toEqual([]);
    expect(problemOf('$date("0000-00-00", "ISO")').code).toBe('date-invalid');
  });
});

describe('$code, $xref and $now', () => {
  test('an unknown code names the list, the field, the value and the place', () => {
    const found = problemOf('{\n  "unit": $code("unit", VRKME)\n}', { VRKME: 'QQ' });
    expect(found).toMatchObject({
      code: 'code-unknown',
      stage: 'map',
      field: 'unit',
      value: 'QQ',
      file: 'items.in.jsonata',
      line: 2,
      column: 11,
    });
    expect(found.detail).toContain('from VRKME');
  });

  test('the element that failed is counted', () => {
    const document = { POS: [{ U: 'EA' }, { U: 'EA' }, { U: 'QQ' }] };
    expect(problemOf('{"lines": [POS.{"q": {"unit": $code("unit", U)}}]}', document).field).toBe(
      'lines[2].q.unit',
    );
    expect(problemOf('{"lines": POS.{"q": $code("unit", U)}}', document).field).toBe('lines[2].q');
  });

  test('an unknown reference is noted, once per place, and the mapping goes on', () => {
    const mapped = run(
      '{"item": $xref("item", M), "order": $tryXref("salesOrder", O, "crm"), "n": 1}',
      { M: '1', O: '2' },
      {
        xref: () => undefined,
        keysOf: (entity) => (entity === 'item' ? 'na-erp' : 'other'),
        system: 'mes',
      },
    );
    expect(mapped).toMatchObject({ value: { n: 1 } });
    expect('missing' in mapped ? mapped.missing : undefined).toEqual([
      { entity: 'item', system: 'na-erp', key: '1', required: true },
      { entity: 'salesOrder', system: 'crm', key: '2', required: false },
    ]);
  });

  test('the time is that of the arrival', () => {
    expect(value('$now()')).toBe('2025-01-01T00:00:00.000Z');
    expect(value('$millis()')).toBe(1735689600000);
  });

  test('the functions can be handed to others', () => {
    expect(value('$map(["ROH", "FERT"], $code("itemType", ?))')).toEqual(['raw', 'finished']);
    expect(value('$map(["1.50", "2.0"], $decimal)')).toEqual(['1.5', '2']);
  });
});
