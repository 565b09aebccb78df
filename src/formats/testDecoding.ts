import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
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

/** For tests: the bytes in use once everything that nobody holds is collected. */
export function memoryHeld(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
