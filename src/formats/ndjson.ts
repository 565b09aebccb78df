import Type, { type Static } from 'typebox';
import type { DecodedRecord, Format } from './format.ts';
import { parseJson } from './jsonText.ts';
import { defaultRecordLimit } from './limits.ts';
import { type Line, lineSplitter } from './lines.ts';
import { decoding, failedByEncoding, failedBySize, type RecordReader } from './recordReader.ts';
import { textDecoding } from './text.ts';

export const ndjsonSettings = Type.Object(
  {
    recordLimit: Type.Optional(
      Type.Integer({
        minimum: 1,
        default: defaultRecordLimit,
        description: 'The longest line, in characters.',
      }),
    ),
  },
  { additionalProperties: false, description: 'JSON documents, one a line, in UTF-8.' },
);

/** JSON lines: each line is a document; empty lines are passed over. */
export function ndjson(settings: Static<typeof ndjsonSettings> = {}): Format {
  const limit = settings.recordLimit ?? defaultRecordLimit;
  return {
    contentType: 'application/x-ndjson',
    extension: 'ndjson',
    ...decoding(
      () => textDecoding(() => 'utf-8'),
      () => reader(limit),
    ),
    encode: (documents) => Buffer.from(documents.map((d) => `${JSON.stringify(d)}\n`).join(''), 'utf8'),
  };
}

function reader(limit: number): RecordReader {
  const lines = lineSplitter(limit);
  function* records(these: Iterable<Line>): Iterable<DecodedRecord> {
    for (const line of these) if (!isBlank(line.text)) yield toRecord(line, limit);
  }
  return { read: (text) => records(lines.split(text)), end: () => records(lines.end()) };
}

function toRecord({ number, text, tooLong }: Line, limit: number): DecodedRecord {
  if (tooLong) return failedBySize(number, text, limit);
  const damaged = failedByEncoding(number, text, 'UTF-8');
  if (damaged) return damaged;
  const parsed = parseJson(text);
  if ('document' in parsed) return { line: number, raw: text, document: parsed.document };
  return { line: number, raw: text, problem: { ...parsed.problem, line: number } };
}

function isBlank(text: string): boolean {
  return text === '' || (text.charCodeAt(0) <= 0x20 && text.trim() === '');
}
