import type { Json } from '../vocabulary/json.ts';
import type { Problem } from '../vocabulary/problem.ts';

/** One record out of a stream of bytes, or why it could not be read; reading goes on after it where it can. */
export type DecodedRecord = {
  /** 1-based, for people: the line or the element it starts at. */
  line: number;
  /** The text of the record, cut to the record limit when it is too large. */
  raw: string;
} & ({ document: Json } | { problem: Problem });

/** Encode and decode one way of writing documents. Pure and streaming; memory is bounded by the record limit. */
export interface Format {
  decode(chunks: AsyncIterable<Uint8Array>): AsyncIterable<DecodedRecord>;
  /** One message that is wholly in memory (HTTP body, MQTT packet). */
  decodeAll(bytes: Uint8Array): DecodedRecord[];
  encode(documents: readonly Json[]): Uint8Array;
  readonly contentType: string;
  readonly extension: string;
}
