import { type ProblemCode, type ProblemDetails, problem } from '../vocabulary/problem.ts';
import type { DecodedRecord, Format } from './format.ts';
import { isDamaged, type TextDecoding } from './text.ts';

/** Takes the text of a file or message piece by piece, of any size, and gives the records that are complete. */
export interface RecordReader {
  read(text: string): Iterable<DecodedRecord>;
  end(): Iterable<DecodedRecord>;
}

/** The decoding half of a format, from the two stages every format has: bytes to text, text to records. */
export function decoding(
  newText: () => TextDecoding,
  newReader: () => RecordReader,
): Pick<Format, 'decode' | 'decodeAll'> {
  return {
    async *decode(chunks) {
      const text = newText();
      const reader = newReader();
      for await (const chunk of chunks) {
        for (const record of reader.read(text.write(chunk))) yield record;
      }
      for (const record of reader.read(text.end())) yield record;
      for (const record of reader.end()) yield record;
    },
    decodeAll(bytes) {
      const text = newText();
      const reader = newReader();
      return [...reader.read(text.write(bytes)), ...reader.read(text.end()), ...reader.end()];
    },
  };
}

/** A record that could not be read. `raw` may hold damage; it goes out as well-formed text. */
export function failed(
  line: number,
  raw: string,
  code: ProblemCode,
  detail: string,
  more?: ProblemDetails,
): DecodedRecord {
  return { line, raw: raw.toWellFormed(), problem: problem(code, 'decode', detail, { line, ...more }) };
}

export function failedBySize(line: number, raw: string, limit: number): DecodedRecord {
  const detail = `The record that begins in line ${line} is longer than ${limit} characters`;
  return failed(line, raw.slice(0, limit), 'field-too-large', detail);
}

export function failedByEncoding(line: number, raw: string, encoding: string): DecodedRecord | undefined {
  if (!isDamaged(raw)) return undefined;
  const around = raw.toWellFormed().match(/.{0,20}\uFFFD.{0,20}/s)?.[0] ?? '';
  const detail = `Line ${line} holds bytes that are not ${encoding}: "${around}"`;
  return failed(line, raw, 'encoding-invalid', detail, { value: around });
}
