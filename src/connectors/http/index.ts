import { isUtf8 } from 'node:buffer';
import Type from 'typebox';
import { defaultRecordLimit } from '../../formats/limits.ts';
import { createFormat } from '../../formats/registry.ts';
import { isObject, type JsonObject } from '../../vocabulary/json.ts';
import { type Problem, problem } from '../../vocabulary/problem.ts';
import type { Connector, OpenSystem, SinkContext, SystemContext } from '../connector.ts';
import { isAnswer } from './call.ts';
import { type Client, createClient } from './client.ts';
import { Connection } from './connectionSettings.ts';
import { createEncoder } from './encode.ts';
import { decodeJson } from './json.ts';
import { type Learned, nothingLearned, openPoll } from './poll.ts';
import { Poll } from './pollSettings.ts';
import { openPush } from './push.ts';
import type { Decode } from './pushedMessages.ts';
import { Push } from './pushSettings.ts';
import { openSink } from './sink.ts';
import { Write } from './writeSettings.ts';

/** HTTP APIs: polled with paging and ETags, pushing in with key or signature, called out with idempotency keys. */
export const httpConnector: Connector = {
  name: 'http',
  summary: 'HTTP APIs (REST, OData): poll, take in webhooks, call out',
  settings: { connection: Connection, read: Type.Union([Push, Poll]), write: Write },
  opensDoor: (read) => 'push' in read,
  open: async (system) => openSystem(system),
};

function openSystem(system: SystemContext): OpenSystem {
  const client = createClient(system.connection as Connection);
  const doors = new Map<string, { close(): void }>();
  const learned = new Map<string, Learned>();
  return {
    source(context) {
      const read = context.read as unknown as Push | Poll;
      if (!('push' in read)) {
        const before = learned.get(context.interface) ?? nothingLearned();
        learned.set(context.interface, before);
        return openPoll(client, context, read, before);
      }
      doors.get(context.interface)?.close();
      const opened = openPush(context, read, decoderOf(context.format));
      doors.set(context.interface, opened);
      return opened.source;
    },
    sink: (context: SinkContext) =>
      openSink(
        client,
        context.write as unknown as Write,
        createEncoder(context.format && createFormat(context.format)),
      ),
    check: (signal) => check(client, signal),
    async close() {
      for (const door of doors.values()) door.close();
      client.close();
    },
  };
}

/** A body that is one JSON document in plain UTF-8 is read at once; its limit is that of the body. */
function decoderOf(settings: JsonObject | undefined): Decode {
  if (settings === undefined) return decodeJson;
  const format = createFormat(settings);
  if (!isWholeJson(settings)) return (bytes) => format.decodeAll(bytes);
  return (bytes) => (isUtf8(bytes) && bytes[0] !== BOM ? decodeJson(bytes) : format.decodeAll(bytes));
}

/** First byte of a byte order mark in UTF-8. */
const BOM = 0xef;

function isWholeJson({ json }: JsonObject): boolean {
  return (
    isObject(json) &&
    json['items'] === undefined &&
    (json['recordLimit'] ?? defaultRecordLimit) === defaultRecordLimit
  );
}

/** Any answer that lets the hub in will do: many systems have nothing at their base address. */
async function check(client: Client, signal: AbortSignal): Promise<Problem | undefined> {
  const answer = await client.get(client.base, {}, signal);
  if (!isAnswer(answer)) {
    return problem(
      'target-unavailable',
      'send',
      `${client.base.origin} cannot be reached: ${answer.detail}.`,
    );
  }
  if (answer.status === 401 || answer.status === 403) {
    const advice = 'Compare `auth` of the connection with what the system expects.';
    return problem('target-rejected', 'send', `${client.base.origin} answered ${answer.status}.`, { advice });
  }
  return answer.status < 500
    ? undefined
    : problem('target-unavailable', 'send', `${client.base.origin} answered ${answer.status}.`);
}
