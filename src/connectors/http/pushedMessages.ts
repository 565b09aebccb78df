import { createHash } from 'node:crypto';
import type { DecodedRecord } from '../../formats/format.ts';
import type { Instant, Json } from '../../vocabulary/json.ts';
import { type Problem, problem } from '../../vocabulary/problem.ts';
import { DecodeFailure, type EndpointRequest, type SourceMessage } from '../connector.ts';
import type { Push } from './pushSettings.ts';
import { instantOf } from './sourceTime.ts';
import { textAt, valueAt } from './valueAt.ts';

export type Decode = (bytes: Buffer) => DecodedRecord[];

/**
 * The messages of one pushed body. A body of which nothing can be read is refused whole, so that its sender learns
 * of it at once; when only some of its records are broken, those go on as decode failures and park.
 */
export function pushedMessages(
  request: EndpointRequest,
  read: Push,
  decode: Decode,
  origin: string,
): SourceMessage[] | Problem {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    return problem('encoding-invalid', 'receive', `The body is compressed (${String(encoding)}).`, {
      advice: 'Send the body without compression: its signature and its limit are those of the plain bytes.',
    });
  }
  const records = decode(request.body);
  if (records.length === 0) return problem('document-malformed', 'decode', 'The body is empty.');
  const first = records[0]!;
  if ('problem' in first && records.every((record) => 'problem' in record)) return first.problem;
  const parts = split(records, read.items);
  return Array.isArray(parts) ? identify(parts, request, read, origin) : parts;
}

/** A list at `path`, or a body that is a list, gives a message per element. */
function split(records: DecodedRecord[], path: string | undefined): DecodedRecord[] | Problem {
  const only = records.length === 1 ? records[0]! : undefined;
  if (path === undefined && !(only !== undefined && 'document' in only && Array.isArray(only.document)))
    return records;
  const parts: DecodedRecord[] = [];
  for (const record of records) {
    if ('problem' in record) {
      parts.push(record);
      continue;
    }
    const list = valueAt(record.document, path ?? '.');
    if (!Array.isArray(list)) {
      return problem('document-malformed', 'decode', `There is no list at "${path}".`, { field: path });
    }
    for (const document of list) parts.push({ line: record.line, raw: JSON.stringify(document), document });
  }
  return parts;
}

function identify(
  parts: DecodedRecord[],
  request: EndpointRequest,
  read: Push,
  origin: string,
): SourceMessage[] | Problem {
  const messages: SourceMessage[] = [];
  for (const [index, part] of parts.entries()) {
    const id = idOf(part, request, read, parts.length === 1 ? '' : `:${index}`);
    if (typeof id !== 'string') return id;
    const message: SourceMessage = {
      id,
      raw: part.raw,
      document: 'problem' in part ? new DecodeFailure(part.problem) : part.document,
      origin: parts.length === 1 ? origin : `${origin} [${index}]`,
    };
    const time = 'problem' in part ? undefined : timeOf(part.document, read);
    if (time !== undefined) message.sourceTime = time;
    messages.push(message);
  }
  return messages;
}

function idOf(part: DecodedRecord, request: EndpointRequest, read: Push, position: string): string | Problem {
  if (read.id === undefined) return contentHash(part.raw);
  if ('header' in read.id) {
    const given = request.headers[read.id.header.toLowerCase()];
    if (typeof given === 'string' && given !== '') return bounded(given) + position;
    return problem('request-invalid', 'receive', `The header ${read.id.header} is missing.`, {
      advice: 'Send the id of the event in this header, the same when it is sent again.',
    });
  }
  if ('problem' in part) return contentHash(part.raw);
  const id = textAt(part.document, read.id.field);
  if (id !== undefined && id !== '') return bounded(id);
  return problem(
    'key-invalid',
    'receive',
    `The field "${read.id.field}" that makes the message unique is empty.`,
    {
      field: read.id.field,
    },
  );
}

function timeOf(document: Json, read: Push): Instant | undefined {
  return read.sourceTime === undefined ? undefined : instantOf(valueAt(document, read.sourceTime));
}

/** Ids are kept for long and indexed: a long or unprintable one is kept as its hash. */
function bounded(id: string): string {
  return id.length <= 200 && !/[\u0000-\u001f\u007f]/.test(id) ? id : contentHash(id);
}

export function contentHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 40);
}
