import { hash } from 'node:crypto';
import type { IPublishPacket } from 'mqtt';
import type { DecodedRecord, Format } from '../../formats/format.ts';
import type { Instant, Json } from '../../vocabulary/json.ts';
import { problem } from '../../vocabulary/problem.ts';
import { DecodeFailure, type SourceMessage } from '../connector.ts';
import { fieldAt, textAt } from './fieldAt.ts';
import type { Read } from './settings.ts';

/** Bytes of one payload; a larger one is not decoded. */
const payloadLimit = 4 * 1024 * 1024;

/** The records of a packet. An empty payload, which clears a retained message, has none. */
export function packetMessages(packet: IPublishPacket, format: Format, read: Read): SourceMessage[] {
  const payload = Buffer.from(packet.payload);
  if (payload.length === 0) return [];
  const records = payload.length > payloadLimit ? [tooLarge(payload)] : format.decodeAll(payload);
  const packetId = idOfPacket(packet, payload);
  return records.map((record, i) => {
    const document = 'document' in record ? record.document : undefined;
    const declared = document === undefined ? undefined : declaredId(document, read.id);
    const sourceTime = document === undefined ? undefined : timeAt(document, read.sourceTime);
    return {
      id: declared ?? (records.length === 1 ? packetId : `${packetId}#${i + 1}`),
      raw: record.raw,
      document: 'document' in record ? record.document : new DecodeFailure(record.problem),
      origin: records.length === 1 ? packet.topic : `${packet.topic}:${record.line}`,
      ...(sourceTime === undefined ? {} : { sourceTime }),
    };
  });
}

/**
 * Topic and payload alone would take two equal messages for one; the broker repeats a packet under its packet id, so
 * that joins them. A retained message is the same each time it comes; one of QoS 0 never comes twice.
 */
function idOfPacket({ topic, retain, qos, messageId }: IPublishPacket, payload: Buffer): string {
  const content = hash('sha1', Buffer.concat([Buffer.from(`${topic}\0`), payload]), 'base64url');
  if (retain) return content;
  return `${content}:${qos === 0 ? crypto.randomUUID() : messageId}`;
}

function declaredId(document: Json, fields: readonly string[] | undefined): string | undefined {
  const parts = fields?.map((path) => textAt(document, path));
  return parts?.every((part) => part !== undefined) ? parts.join('~') : undefined;
}

const zoned = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/;

/** ISO 8601 with zone, or epoch seconds or milliseconds; undefined for anything else. */
function timeAt(document: Json, path: string | undefined): Instant | undefined {
  const value = path === undefined ? undefined : fieldAt(document, path);
  const at = typeof value === 'number' ? (value < 1e11 ? value * 1000 : value) : Date.parse(textTime(value));
  return Math.abs(at) <= 8.64e15 ? new Date(at).toISOString() : undefined;
}

function textTime(value: Json | undefined): string {
  return typeof value === 'string' && zoned.test(value) ? value : 'no time';
}

function tooLarge(payload: Buffer): DecodedRecord {
  const detail = `The payload has ${payload.length} bytes, the limit is ${payloadLimit}.`;
  const raw = payload.subarray(0, 10_000).toString('utf8');
  return { line: 1, raw, problem: problem('field-too-large', 'decode', detail) };
}
