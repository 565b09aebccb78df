import Type, { type Static } from 'typebox';
import type { DecodedRecord, Format } from './format.ts';
import { type JsonItem, jsonItems } from './jsonItems.ts';
import { parseJson } from './jsonText.ts';
import { defaultRecordLimit } from './limits.ts';
import { decoding, failed, failedByEncoding, failedBySize, type RecordReader } from './recordReader.ts';
import { textDecoding } from './text.ts';

export const jsonSettings = Type.Object(
  {
    items: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          'Where the records are in the document, as a path of names: `data.orders`. An array there gives a record per element, an object is one record. Without it: the elements of a top-level array, or else the whole document.',
      }),
    ),
    recordLimit: Type.Optional(
      Type.Integer({
        minimum: 1,
        default: defaultRecordLimit,
        description: 'The longest record, in characters.',
      }),
    ),
  },
  {
    additionalProperties: false,
    description: 'A JSON document (RFC 8259), in UTF-8 or UTF-16 with a byte order mark.',
  },
);

export function json(settings: Static<typeof jsonSettings> = {}): Format {
  const limit = settings.recordLimit ?? defaultRecordLimit;
  const path = settings.items?.split('.') ?? [];
  return {
    contentType: 'application/json',
    extension: 'json',
    ...decoding(
      () => textDecoding(() => 'utf-8'),
      () => reader(path, limit),
    ),
    encode: (documents) => Buffer.from(JSON.stringify(enclose(documents, path)), 'utf8'),
  };
}

/** What `decode` with the same settings takes apart again: one document stands alone, several are an array. */
function enclose(documents: readonly unknown[], path: string[]): unknown {
  if (path.length === 0) return documents.length === 1 ? documents[0] : documents;
  return path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), documents);
}

function reader(path: string[], limit: number): RecordReader {
  const items = jsonItems(path, limit);
  function* records(these: Iterable<JsonItem>): Iterable<DecodedRecord> {
    for (const item of these) yield toRecord(item, limit);
  }
  return { read: (text) => records(items.read(text)), end: () => records(items.end()) };
}

function toRecord({ line, text, fault }: JsonItem, limit: number): DecodedRecord {
  if (fault === 'too-long') return failedBySize(line, text, limit);
  const damaged = failedByEncoding(line, text, 'UTF-8');
  if (damaged) return damaged;
  const parsed = parseJson(text);
  if ('problem' in parsed && parsed.problem.code === 'document-hostile')
    return { line, raw: text, problem: { ...parsed.problem, line } };
  if (fault) return failed(line, text, 'document-malformed', fault);
  if ('document' in parsed) return { line, raw: text, document: parsed.document };
  return { line, raw: text, problem: { ...parsed.problem, line } };
}
