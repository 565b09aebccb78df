import { isUtf8 } from 'node:buffer';
import type { DecodedRecord } from '../../formats/format.ts';
import { parseJson } from '../../formats/jsonText.ts';
import { problem } from '../../vocabulary/problem.ts';

/** A body as one JSON document in UTF-8; the whole body is one record. */
export function decodeJson(bytes: Buffer): DecodedRecord[] {
  if (bytes.length === 0) return [];
  if (!isUtf8(bytes)) {
    const detail = 'The body is not UTF-8.';
    return [
      { line: 1, raw: bytes.toString('latin1'), problem: problem('encoding-invalid', 'decode', detail) },
    ];
  }
  const raw = bytes.toString('utf8');
  return [{ line: 1, raw, ...parseJson(raw) }];
}
