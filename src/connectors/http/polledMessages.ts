import type { Json } from '../../vocabulary/json.ts';
import { type Problem, problem } from '../../vocabulary/problem.ts';
import { DecodeFailure, type SourceMessage } from '../connector.ts';
import type { Poll } from './pollSettings.ts';
import { contentHash } from './pushedMessages.ts';
import { instantOf } from './sourceTime.ts';
import { textAt, valueAt } from './valueAt.ts';

/** The list in a page: where declared, else the answer itself, `value` (OData V4), `d.results` or `d` (V2). */
export function itemsOf(document: Json, path: string | undefined): Json[] | Problem {
  const places = path === undefined ? ['.', 'value', 'd.results', 'd'] : [path];
  for (const place of places) {
    const found = valueAt(document, place);
    if (Array.isArray(found)) return found;
  }
  return problem('document-malformed', 'receive', `The answer holds no list at "${places.join('", "')}".`, {
    advice: 'Compare `items` of the interface with an answer of the system.',
  });
}

export interface PolledMessage extends SourceMessage {
  /** With content compared: what to remember of it once it is durable. */
  state?: { key: string; hash: string };
}

/**
 * Items as messages. With a declared version the id is key and version. Else the content itself tells whether a record
 * changed: what `known` holds is left out, and the id carries `mark`, the reading it was met in, since a record may
 * well return to an earlier content.
 */
export function polledMessages(
  items: readonly Json[],
  read: Poll,
  known: ReadonlyMap<string, string>,
  mark: string,
): PolledMessage[] {
  const messages: PolledMessage[] = [];
  for (const item of items) {
    const raw = JSON.stringify(item);
    const key = keyOf(item, read.key);
    if (typeof key !== 'string') {
      messages.push({ id: contentHash(raw), raw, document: new DecodeFailure(key), origin: read.path });
      continue;
    }
    const version = read.version === undefined ? undefined : textAt(item, read.version);
    const hash = version === undefined ? contentHash(raw) : '';
    if (version === undefined && known.get(key) === hash) continue;
    const message: PolledMessage = {
      id: bounded(version === undefined ? `${key}@${hash}${mark}` : `${key}@${version}`),
      raw,
      document: item,
      origin: `${read.path} ${key}`,
    };
    if (version === undefined) message.state = { key, hash };
    const time = read.sourceTime === undefined ? undefined : instantOf(valueAt(item, read.sourceTime));
    if (time !== undefined) message.sourceTime = time;
    messages.push(message);
  }
  return messages;
}

function keyOf(item: Json, fields: readonly string[]): string | Problem {
  const parts: string[] = [];
  for (const field of fields) {
    const part = textAt(item, field);
    if (part === undefined || part === '') {
      return problem('key-invalid', 'decode', `The key field "${field}" is missing in the item.`, { field });
    }
    parts.push(part.replace(/[\\|]/g, '\\$&'));
  }
  return bounded(parts.join('|'));
}

function bounded(id: string): string {
  return id.length <= 200 && !/[\u0000-\u001f\u007f]/.test(id) ? id : contentHash(id);
}
