import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { ProblemError } from '../vocabulary/problem.ts';
import { csv } from './csv.ts';
import { decodeInPieces, decodeStream, documents, memoryHeld } from './testDecoding.ts';

const text = (s: string) => Buffer.from(s, 'utf8');

test('a record is an object of texts, named by the header', () => {
  const records = csv().decodeAll(text('ITNO,QTY\r\nA-1,"1,5"\r\n\r\nB-2,\r\n'));
  expect(documents(records)).toEqual([
    { ITNO: 'A-1', QTY: '1,5' },
    { ITNO: 'B-2', QTY: '' },
  ]);
  expect(records.map((r) => r.line)).toEqual([2, 4]);
});

test('dialects: delimiter, quote, escape, comments, lines before the header, no header', () => {
  const erp = csv({ delimiter: '\t', quote: "'", escape: '\\', comment: '#', skipLines: 1, trim: true });
  expect(documents(erp.decodeAll(text("Export of 1 March\n# list\na\tb\n 1 \t'it\\'s\t'\n")))).toEqual([
    { a: '1', b: "it's\t".trim() },
  ]);
  const bare = csv({ delimiter: '+|', header: false, columns: ['a', 'b'], quote: '' });
  expect(documents(bare.decodeAll(text('1+|"x\n2+|y')))).toEqual([
    { a: '1', b: '"x' },
    { a: '2', b: 'y' },
  ]);
  expect(documents(csv({ header: false }).decodeAll(text('1,2\n')))).toEqual([
    { column1: '1', column2: '2' },
  ]);
});

test('quoted fields hold quotes, delimiters and line ends; a quote inside a plain field is a character', async () => {
  const source = text('a,b\n"say ""hi"", then\n\nleave",2" pipe\n"",""\n');
  const expected = [
    { a: 'say "hi", then\n\nleave', b: '2" pipe' },
    { a: '', b: '' },
  ];
  for (const size of [1, 3, 1000])
    expect(documents(await decodeInPieces(csv(), source, size))).toEqual(expected);
});

test('a wrong number of fields is a problem of the record and the rest goes on', () => {
  const records = csv().decodeAll(text('a,b\n1,2\n3\n4,5,6\n7,8\n'));
  expect(documents(records)).toEqual([
    { a: '1', b: '2' },
    'document-malformed',
    'document-malformed',
    { a: '7', b: '8' },
  ]);
  expect(records[2]).toMatchObject({
    raw: '4,5,6',
    problem: { line: 4, detail: 'Line 4 has 3 fields where 2 are expected' },
  });
});

test('a missing closing quote costs its own line, not the rest of the file', () => {
  const records = csv().decodeAll(text('a,b\n1,"two\n3,4\n5,6\n'));
  expect(documents(records)).toEqual(['document-malformed', { a: '3', b: '4' }, { a: '5', b: '6' }]);
  const long = csv({ recordLimit: 500 }).decodeAll(text(`a,b\n1,"two\n${'3,4\n'.repeat(100)}`));
  expect(documents(long)).toEqual([
    'field-too-large',
    ...Array.from({ length: 100 }, () => ({ a: '3', b: '4' })),
  ]);
});

test('text after a closing quote is a problem and the rest goes on', () => {
  expect(documents(csv().decodeAll(text('a,b\n"x"y,1\n2,3\n')))).toEqual([
    'document-malformed',
    { a: '2', b: '3' },
  ]);
});

test('a field of 100 MB is cut at the limit with bounded memory, and the rest goes on', async () => {
  async function* chunks(piece: Buffer, end: () => void) {
    yield text('a,b\n1,"');
    for (let i = 0; i < 100; i++) yield piece;
    end();
    yield text('"\n3,4\n');
  }
  for (const piece of [Buffer.alloc(1 << 20, 'x'), Buffer.from(`${'x'.repeat(99)}\n`.repeat(10_486))]) {
    const before = memoryHeld();
    let held = 0;
    const records = await decodeStream(
      csv({ recordLimit: 1 << 20 }),
      chunks(piece, () => {
        held = memoryHeld() - before;
      }),
    );
    expect(documents(records)).toEqual(['field-too-large', { a: '3', b: '4' }]);
    expect(held).toBeLessThan(10 << 20);
  }
});

test('encodings: declared ones, and byte order marks before them', () => {
  const source = 'Name;Ort\r\nMüller;Łódź\r\n';
  const expected = [{ Name: 'Müller', Ort: 'Łódź' }];
  expect(documents(csv({ delimiter: ';' }).decodeAll(text(`\uFEFF${source}`)))).toEqual(expected);
  for (const encoding of ['utf-16le', 'utf-16be']) {
    const bytes = iconv.encode(source, encoding, { addBOM: true });
    expect(documents(csv({ delimiter: ';' }).decodeAll(bytes))).toEqual(expected);
  }
  for (const encoding of ['windows-1252', 'cp850', 'latin1']) {
    const bytes = iconv.encode('a,b\nMüller,ß\n', encoding);
    expect(documents(csv({ encoding }).decodeAll(bytes))).toEqual([{ a: 'Müller', b: 'ß' }]);
  }
});

test('bytes that are not in the encoding are a problem of their record', () => {
  const wrong = Buffer.concat([
    text('a,b\n1,2\n'),
    iconv.encode('Müller,3\n', 'windows-1252'),
    text('4,5\n'),
  ]);
  const records = csv().decodeAll(wrong);
  expect(documents(records)).toEqual([{ a: '1', b: '2' }, 'encoding-invalid', { a: '4', b: '5' }]);
  expect(records[1]).toMatchObject({ problem: { line: 3, detail: expect.stringContaining('not utf-8') } });
  const undefinedByte = Buffer.concat([text('a,b\n'), Buffer.from([0x81]), text(',1\n')]);
  expect(documents(csv({ encoding: 'windows-1252' }).decodeAll(undefinedByte))).toEqual(['encoding-invalid']);
});

test('a header without the declared columns makes the whole text one problem, with the text kept', () => {
  const source = 'ITNO,MENGE\n1,2\n3,4';
  const records = csv({ columns: ['ITNO', 'QTY'] }).decodeAll(text(source));
  expect(documents(records)).toEqual(['document-malformed']);
  expect(records[0]).toMatchObject({ raw: source, problem: { detail: 'The header has no column QTY' } });
});

test('names that repeat or are missing in the header are made unique', () => {
  expect(documents(csv().decodeAll(text('Name,Name,,__proto__\n1,2,3,4\n')))).toEqual([
    { Name: '1', Name_2: '2', column3: '3', column4: '4' },
  ]);
});

test('what is encoded is decoded to the same', () => {
  const sent = [
    { a: 'x,"y"', b: ' line\nend ' },
    { a: '', b: '5' },
  ];
  const formats = [csv(), csv({ delimiter: ';', escape: '\\', lineEnd: 'lf' }), csv({ encoding: 'utf-16' })];
  for (const format of formats) expect(documents(format.decodeAll(format.encode(sent)))).toEqual(sent);
  expect(Buffer.from(csv({ columns: ['b', 'a'] }).encode([{ a: 1, c: 2 }])).toString()).toBe('b,a\r\n,1\r\n');
});

test('a document that is a list is written as its rows', () => {
  const order = [
    { order: '1', part: 'a' },
    { order: '1', part: 'b' },
  ];
  const bytes = csv({ columns: ['order', 'part'] }).encode([order, { order: '2' }]);
  expect(Buffer.from(bytes).toString()).toBe('order,part\r\n1,a\r\n1,b\r\n2,\r\n');
});

test('a character that the encoding does not have is reported, not replaced', () => {
  const write = () => csv({ encoding: 'windows-1252' }).encode([{ name: 'Łódź' }]);
  expect(write).toThrow(ProblemError);
  expect(write).toThrow('"Ł" (U+0141) cannot be written in windows-1252');
});
