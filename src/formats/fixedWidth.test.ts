import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { ProblemError } from '../vocabulary/problem.ts';
import { fixedWidth } from './fixedWidth.ts';
import type { FixedWidthSettings } from './fixedWidthSettings.ts';
import { decodeInPieces, documents } from './testDecoding.ts';

const text = (s: string) => Buffer.from(s, 'utf8');
const stock: FixedWidthSettings = {
  fields: [
    { name: 'item', width: 8 },
    { name: 'qty', width: 6, align: 'right', pad: '0' },
    { name: 'bin', start: 17, width: 4 },
  ],
};
const shipments: FixedWidthSettings = {
  type: { start: 1, width: 2 },
  records: {
    FH: { ignore: true },
    SH: { fields: [{ name: 'number', start: 3, width: 6 }] },
    SL: { under: 'SH', as: 'lines', fields: [{ name: 'item', start: 3, width: 6 }] },
    SN: { under: 'SL', as: 'serials', fields: [{ name: 'serial', start: 3, width: 4 }] },
    SC: { under: 'SH', as: 'cartons', fields: [{ name: 'sscc', start: 3, width: 4 }] },
  },
};

test('fields are cut out at their positions and freed of what pads them', () => {
  const records = fixedWidth(stock).decodeAll(
    text('A-1     000120  R01 \r\nB-2     000000\r\n\r\nC 3 X  \r\n'),
  );
  expect(documents(records)).toEqual([
    { item: 'A-1', qty: '120', bin: 'R01' },
    { item: 'B-2', qty: '0', bin: '' },
    { item: 'C 3 X', qty: '', bin: '' },
  ]);
});

test('lines of several types make one document, each under the one it belongs to', async () => {
  const source = 'FH2025\nSH100001\nSLITEM-1\nSN0001\nSN0002\nSLITEM-2\nSCC001\nSH100002\n';
  const expected = [
    {
      number: '100001',
      lines: [
        { item: 'ITEM-1', serials: [{ serial: '0001' }, { serial: '0002' }] },
        { item: 'ITEM-2', serials: [] },
      ],
      cartons: [{ sscc: 'C001' }],
    },
    { number: '100002', lines: [], cartons: [] },
  ];
  for (const size of [1, 7, 1000]) {
    const records = await decodeInPieces(fixedWidth(shipments), text(source), size);
    expect(documents(records)).toEqual(expected);
    expect(records.map((r) => r.line)).toEqual([2, 8]);
  }
});

test('a line that cannot be read makes its whole document a problem, and the next goes on', () => {
  const source = 'SLorphan\nSH100001\nSLITEM-1\nXX??\nSLITEM-2\nSH100002\nSNlost\nSH100003\n';
  const records = fixedWidth(shipments).decodeAll(text(source));
  expect(documents(records)).toEqual([
    'document-malformed',
    'document-malformed',
    'document-malformed',
    { number: '100003', lines: [], cartons: [] },
  ]);
  expect(records[1]).toMatchObject({ raw: 'SH100001\nSLITEM-1\nXX??\nSLITEM-2', line: 2 });
  expect(records[1]).toMatchObject({
    problem: { detail: 'Line 4 is of the type "XX", which is not declared' },
  });
});

test('a line of another length than declared is a problem: a truncated file is noticed', () => {
  const records = fixedWidth({ ...stock, length: 20 }).decodeAll(text('A-1     000120  R01 \nB-2     0001'));
  expect(documents(records)).toEqual([{ item: 'A-1', qty: '120', bin: 'R01' }, 'document-malformed']);
});

test('encodings are decoded before positions are counted', () => {
  const line = 'Größe ß 000120  Ärm \n';
  for (const encoding of ['cp850', 'windows-1252', 'utf-8']) {
    const records = fixedWidth({ ...stock, encoding }).decodeAll(iconv.encode(line, encoding));
    expect(documents(records)).toEqual([{ item: 'Größe ß', qty: '120', bin: 'Ärm' }]);
  }
  const wrong = fixedWidth(stock).decodeAll(iconv.encode(`${line}A-1\n`, 'cp850'));
  expect(documents(wrong)).toEqual(['encoding-invalid', { item: 'A-1', qty: '', bin: '' }]);
});

test('a document beyond the limit is a problem and the next goes on', () => {
  const source = `SH100001\n${'SLITEM-1\n'.repeat(1000)}SH100002\n`;
  const records = fixedWidth({ ...shipments, recordLimit: 500 }).decodeAll(text(source));
  expect(documents(records)).toEqual(['field-too-large', { number: '100002', lines: [], cartons: [] }]);
  expect(records[0]?.raw.length).toBeLessThanOrEqual(500);
});

test('what is encoded is decoded to the same', () => {
  const lines = [
    { item: 'A', qty: '12', bin: 'R1' },
    { item: 'B', qty: '-5', bin: '' },
  ];
  const format = fixedWidth({ ...stock, length: 30 });
  expect(Buffer.from(format.encode([lines[1]!])).toString()).toMatch(/^B {7}-00005 {16}\r\n$/);
  expect(documents(format.decodeAll(format.encode(lines)))).toEqual(lines);
  const shipment = {
    number: '7',
    lines: [{ item: 'X', serials: [{ serial: '1' }] }],
    cartons: [{ sscc: '2' }],
  };
  const nested = fixedWidth(shipments);
  expect(documents(nested.decodeAll(nested.encode([shipment, shipment])))).toEqual([shipment, shipment]);
});

test('a value that does not fit is reported, not cut', () => {
  const write = () => fixedWidth(stock).encode([{ item: 'LONGER-THAN-8', qty: '1' }]);
  expect(write).toThrow(ProblemError);
  expect(write).toThrow('does not fit into item');
});
