import type { Json } from '../vocabulary/json.ts';
import type { DecodedRecord, Format } from './format.ts';

/** For tests: the documents, and the problem code where there is none. */
export function documents(records: DecodedRecord[]): Json[] {
  return records.map((r) => ('document' in r ? r.document : r.problem.code));
}

/** For tests: decodes bytes that arrive in pieces of `size`. */
export async function decodeInPieces(
  format: Format,
  bytes: Uint8Array,
  size: number,
): Promise<DecodedRecord[]> {
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  return decodeStream(format, pieces());
}

export async function decodeStream(
  format: Format,
  chunks: AsyncIterable<Uint8Array>,
): Promise<DecodedRecord[]> {
  const records: DecodedRecord[] = [];
  for await (const record of format.decode(chunks)) records.push(record);
  return records;
}
