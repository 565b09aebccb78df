import { hash } from 'node:crypto';
import type { Json } from '../vocabulary/json.ts';

/** What is kept of a document that was sent: the SHA-256 of its JSON text, in UTF-8, as the mapping made it and the connector was handed it. 64 hexadecimal digits. */
export function digestOf(document: Json): string {
  return hash('sha256', JSON.stringify(document));
}

const UNKNOWN = '0'.repeat(64);

/** As `receipt.digests` holds them, in hexadecimal digits; nothing where none is known. */
export function packDigests(digests: readonly (string | undefined)[]): string | undefined {
  return digests.some((digest) => digest !== undefined)
    ? digests.map((digest) => digest ?? UNKNOWN).join('')
    : undefined;
}

/** The digest of a position out of a receipt; null where it is not known. */
export function digestAt(receipt: string, position: string): string {
  const nth = `array_position(${receipt}.positions, ${position})`;
  return `nullif(encode(substring(${receipt}.digests from 32 * (${nth} - 1) + 1 for 32), 'hex'), '${UNKNOWN}')`;
}
