import type { Json } from '../../vocabulary/json.ts';
import { type Problem, problem, toHttpProblem } from '../../vocabulary/problem.ts';
import type {
  EndpointReply,
  EndpointRequest,
  MessageOutcome,
  Source,
  SourceBatch,
  SourceContext,
} from '../connector.ts';
import { byteCount, durationMs } from './amounts.ts';
import { type Decode, pushedMessages } from './pushedMessages.ts';
import { createPushQueue, type PushQueue, type Visit } from './pushQueue.ts';
import type { Push } from './pushSettings.ts';
import { createGuard, type Guard } from './signature.ts';

interface Door {
  queue: PushQueue;
  guard: Guard;
  read: Push;
  decode: Decode;
  origin: string;
  /** The reading that is on, if any; a door without one refuses with 503. */
  reading: symbol | undefined;
}

/**
 * Opens the door of an interface. It stays open until `close`; while the hub is not reading, senders are told to come
 * again. What arrives while one batch is made durable forms the next one.
 */
export function openPush(
  context: SourceContext,
  read: Push,
  decode: Decode,
): { source: Source; close(): void } {
  const door: Door = {
    queue: createPushQueue(read.queue ?? 10_000),
    guard: createGuard(read.auth),
    read,
    decode,
    origin: `POST /in/${context.interface}`,
    reading: undefined,
  };
  const mounted = context.endpoints.mount(context.interface, byteCount(read.bodyLimit ?? '1MB'), (request) =>
    receive(door, request),
  );
  return {
    source: { manner: 'listens', batches: (_cursor, signal) => batches(door, signal) },
    close() {
      mounted.close();
      door.reading = undefined;
      door.queue.empty();
    },
  };
}

async function receive(door: Door, request: EndpointRequest): Promise<EndpointReply> {
  const arrivedAt = Date.now();
  if (request.method !== 'POST' && request.method !== 'PUT') return wrongMethod(request.method);
  const stranger = door.guard(request, arrivedAt);
  if (stranger !== undefined) return refuse(stranger);
  if (door.reading === undefined) return comeAgain('The interface is not being read at the moment.');
  const messages = pushedMessages(request, door.read, door.decode, door.origin);
  if (!Array.isArray(messages)) return refuse(messages);
  if (messages.length === 0) return durable([], []);
  return new Promise((resolve) => {
    const visit: Visit = {
      messages,
      outcomes: [],
      arrivedAt,
      answer: (result) =>
        resolve(
          result === 'durable' ? durable(messages, visit.outcomes) : comeAgain('The hub stopped on it.'),
        ),
    };
    if (!door.queue.offer(visit)) resolve(comeAgain('Too many messages wait at this door.'));
  });
}

async function* batches(door: Door, signal: AbortSignal): AsyncGenerator<SourceBatch> {
  const reading = Symbol(door.origin);
  door.reading = reading;
  const most = door.read.batch ?? 500;
  const heartbeatMs = durationMs(door.read.heartbeat ?? '30s');
  try {
    while (!signal.aborted && door.reading === reading) {
      const taken = await door.queue.take(most, heartbeatMs, signal);
      if (taken.length > 0) yield* offered(door.queue, taken);
      else if (!signal.aborted) yield { messages: [], watermark: new Date().toISOString() };
    }
  } finally {
    if (door.reading === reading) {
      door.reading = undefined;
      door.queue.empty();
    }
  }
}

/** One batch; when the hub goes on without having acknowledged it, its senders learn that it is not durable. */
function* offered(queue: PushQueue, taken: { visit: Visit; index: number }[]): Generator<SourceBatch> {
  const last = taken.at(-1)!.visit;
  const batch: SourceBatch = {
    messages: taken.map(({ visit, index }) => visit.messages[index]!),
    acknowledge: async (outcomes) => settle(taken, outcomes),
  };
  if (!queue.holdsRestOf(last)) batch.watermark = new Date(last.arrivedAt).toISOString();
  try {
    yield batch;
  } finally {
    for (const { visit, index } of taken)
      if (visit.outcomes[index] === undefined) visit.answer('not-durable');
  }
}

function settle(taken: { visit: Visit; index: number }[], outcomes: MessageOutcome[]): void {
  for (const [position, { visit, index }] of taken.entries()) {
    visit.outcomes[index] = outcomes[position]!;
    if (index === visit.messages.length - 1) visit.answer('durable');
  }
}

/** 202 when something is new, 200 when all of it was known; parked messages are durable too and count as taken. */
function durable(messages: { id: string }[], outcomes: MessageOutcome[]): EndpointReply {
  const counts: Record<MessageOutcome['outcome'], number> = {
    accepted: 0,
    unchanged: 0,
    duplicate: 0,
    skipped: 0,
    proposed: 0,
    'kept aside': 0,
    parked: 0,
  };
  const shown: Json[] = [];
  for (const [index, outcome] of outcomes.entries()) {
    counts[outcome.outcome]++;
    shown.push({ id: messages[index]!.id, ...outcome } as unknown as Json);
  }
  const known = outcomes.length > 0 && counts.duplicate === outcomes.length;
  return { status: known ? 200 : 202, body: { ...counts, messages: shown } };
}

function refuse(p: Problem): EndpointReply {
  const body = toHttpProblem(p);
  return { status: body.status, headers: { 'content-type': 'application/problem+json' }, body };
}

function comeAgain(detail: string): EndpointReply {
  const p = problem('target-unavailable', 'receive', `${detail} Nothing of this request was kept for sure.`, {
    advice: 'Send the same request again after the time in Retry-After.',
  });
  const body = { ...toHttpProblem(p), title: 'The hub cannot take this in now', status: 503 };
  return { status: 503, headers: { 'content-type': 'application/problem+json', 'retry-after': '1' }, body };
}

function wrongMethod(method: string): EndpointReply {
  const reply = refuse(problem('request-invalid', 'receive', `${method} is not taken here; send POST.`));
  return { ...reply, status: 405, headers: { ...reply.headers, allow: 'POST, PUT' } };
}
