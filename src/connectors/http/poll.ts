import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Json } from '../../vocabulary/json.ts';
import { type Problem, ProblemError, problem } from '../../vocabulary/problem.ts';
import type { Source, SourceBatch, SourceContext } from '../connector.ts';
import { below } from './addresses.ts';
import { durationMs } from './amounts.ts';
import { declaredError, wordsOf } from './answerWords.ts';
import type { Answer } from './call.ts';
import type { Client } from './client.ts';
import { decodeJson } from './json.ts';
import { nextPage, type PageAt, pageUrl } from './paging.ts';
import { createPoliteReader, type PoliteReader } from './politeGet.ts';
import { serverTime } from './politeness.ts';
import { cursorOf, type PollCursor, type Reading } from './pollCursor.ts';
import { itemsOf, type PolledMessage, polledMessages } from './polledMessages.ts';
import type { Paging, Poll } from './pollSettings.ts';
import { contentHash } from './pushedMessages.ts';
import { largestOf, nextSince, overlapMs, sinceQuery } from './since.ts';

const mostKnown = 100_000;

/** What is learned of a source while the hub runs; losing it costs work, never a message. */
export interface Learned {
  /** Stands in the cursors written with it: after another's the content is not known here. */
  by: string;
  /** Content of each record as the hub last made it durable; only where no version is declared. */
  known: Map<string, string>;
  /** The server once gave as many items as were asked for. */
  sizeIsKept: boolean;
}

interface Polled extends Learned {
  client: Client;
  reader: PoliteReader;
  read: Poll;
  paging: Paging;
}

export function nothingLearned(): Learned {
  return { by: randomUUID(), known: new Map(), sizeIsKept: false };
}

interface Page {
  answer: Answer;
  document: Json;
  items: Json[];
  next: PageAt | undefined;
}

export function openPoll(client: Client, context: SourceContext, read: Poll, learned: Learned): Source {
  const reader = createPoliteReader(client, context.ask);
  const polled: Polled = Object.assign(learned, { client, reader, read, paging: read.paging ?? 'none' });
  return { manner: 'asks', batches: (cursor, signal) => batches(polled, cursor, signal) };
}

async function* batches(polled: Polled, cursor: Json, signal: AbortSignal): AsyncGenerator<SourceBatch> {
  let from = cursorOf(cursor);
  if (from.by !== polled.by) polled.known.clear();
  try {
    for (;;) {
      from = yield* readList(polled, from, signal);
      await sleep(durationMs(polled.read.every ?? '30s'), undefined, { signal });
    }
  } catch (cause) {
    if (!signal.aborted) throw cause;
  }
}

/** Reads the list once, from the page where the cursor stands; gives the cursor for the next reading. */
async function* readList(
  polled: Polled,
  from: PollCursor,
  signal: AbortSignal,
): AsyncGenerator<SourceBatch, PollCursor> {
  const { read } = polled;
  const start = below(polled.client.base, read.path, {
    ...read.query,
    ...sinceQuery(read.since, from.since),
  });
  let reading: Reading = from.reading ?? { mark: from.read === true ? `@${Date.now().toString(36)}` : '' };
  let before: string | undefined;
  let restarted = false;
  for (;;) {
    const url = orThrow(pageUrl(start, polled.paging, reading.at));
    const conditional = reading.at === undefined && from.etag?.url === url.href ? from.etag.tag : undefined;
    const headers: Record<string, string> = conditional === undefined ? {} : { 'if-none-match': conditional };
    const answer = await polled.reader.get(url, headers, alsoFine(reading.at, restarted), signal);
    const now = serverTime(answer.headers);
    if (answer.status === 304) {
      yield { messages: [], cursor: { ...from, by: polled.by } as unknown as Json, ...watermark(read, now) };
      return from;
    }
    if (answer.status === 410) {
      reading = { mark: reading.mark };
      restarted = true;
      before = undefined;
      continue;
    }
    const page = readPage(polled, url, reading.at, answer);
    before = endless(page, before, url);
    const advanced = {
      ...reading,
      started: reading.started ?? now,
      ...largest(read, page.items, reading, now),
    };
    const done = page.next === undefined;
    const after: PollCursor = done
      ? finished(read, from, advanced, reading.at === undefined ? taggedBy(read, url, answer) : undefined)
      : { ...from, reading: { ...advanced, at: page.next } };
    yield* inBatches(
      polled,
      page.items,
      reading.mark,
      after,
      done ? watermark(read, advanced.started) : undefined,
    );
    if (page.next === undefined) return after;
    reading = { ...advanced, at: page.next };
  }
}

/** Gone (410): the link into the list has expired and reading starts again. 404 beyond the last numbered page. */
function alsoFine(at: PageAt | undefined, restarted: boolean): number[] {
  if (at === undefined) return [304];
  if ('number' in at) return [404];
  return restarted ? [] : [410];
}

function readPage(polled: Polled, url: URL, at: PageAt | undefined, answer: Answer): Page {
  if (answer.status === 404 || answer.status === 204)
    return { answer, document: null, items: [], next: undefined };
  const record = decodeJson(answer.body)[0];
  if (record === undefined || 'problem' in record) {
    const detail = `The answer of ${url.origin}${url.pathname} cannot be read.`;
    throw new ProblemError(record?.problem ?? problem('document-malformed', 'receive', detail));
  }
  const { document } = record;
  const error = declaredError(document, polled.read.errorWhen);
  if (error === 'rejected' || error === 'transient') {
    const words = wordsOf(document, answer, polled.read.errorWhen?.message);
    throw new ProblemError(
      problem('target-rejected', 'receive', `${url.origin}${url.pathname} answered with an error: ${words}`),
    );
  }
  const items = orThrow(itemsOf(document, polled.read.items));
  if (items.length >= sizeOf(polled.paging)) polled.sizeIsKept = true;
  const { sizeIsKept } = polled;
  const next = nextPage(polled.paging, { url, at, document, count: items.length, sizeIsKept });
  return { answer, document, items, next: orThrow(next) };
}

function sizeOf(paging: Paging): number {
  if (paging === 'none') return Number.POSITIVE_INFINITY;
  if ('page' in paging) return paging.page.size;
  return 'offset' in paging ? paging.offset.size : Number.POSITIVE_INFINITY;
}

/** A server that ignores the paging it is asked for gives the same page for ever. */
function endless(page: Page, before: string | undefined, url: URL): string {
  const content = contentHash(JSON.stringify(page.items));
  if (content !== before || page.items.length === 0) return content;
  const advice = 'Compare `paging` of the interface with what the system understands.';
  const detail = `${url.origin}${url.pathname} gave the same page twice in a row.`;
  throw new ProblemError(problem('document-malformed', 'receive', detail, { advice }));
}

function largest(
  read: Poll,
  items: Json[],
  reading: Reading,
  now: number | undefined,
): Pick<Reading, 'largest'> {
  if (read.since?.field === undefined) return {};
  const found = largestOf(items, read.since.field, reading.largest, now);
  return found === undefined ? {} : { largest: found };
}

function finished(read: Poll, from: PollCursor, reading: Reading, etag: PollCursor['etag']): PollCursor {
  const last = (read.since && nextSince(read.since, reading)) ?? from.since;
  return {
    read: true,
    ...(last === undefined ? {} : { since: last }),
    ...(etag === undefined ? {} : { etag }),
  };
}

/** The tag of a first page speaks for the whole list only when it is the only page. */
function taggedBy(read: Poll, url: URL, answer: Answer): PollCursor['etag'] {
  const tag = answer.headers.etag;
  return tag === undefined || read.etag === false ? undefined : { url: url.href, tag };
}

/** From the server's clock, never ours; a record may show up late by as much as the overlap. */
function watermark(read: Poll, serverMs: number | undefined): Pick<SourceBatch, 'watermark'> {
  return serverMs === undefined
    ? {}
    : { watermark: new Date(serverMs - overlapMs(read.since)).toISOString() };
}

/** The cursor moves only with the last batch of a page; `mark` then tells repeated messages by their same ids. */
function* inBatches(
  polled: Polled,
  items: Json[],
  mark: string,
  after: PollCursor,
  end: Pick<SourceBatch, 'watermark'> | undefined,
): Generator<SourceBatch> {
  const most = polled.read.batch ?? 500;
  const messages = polledMessages(items, polled.read, polled.known, mark);
  if (messages.length === 0 && end === undefined) return;
  for (let at = 0; at === 0 || at < messages.length; at += most) {
    const part = messages.slice(at, at + most);
    const last = at + most >= messages.length;
    yield {
      messages: part.map(withoutState),
      ...(last && { cursor: { ...after, by: polled.by } as unknown as Json, ...end }),
      ...(part.some(({ state }) => state) && { acknowledge: async () => remember(polled.known, part) }),
    };
  }
}

function withoutState({ state: _state, ...message }: PolledMessage) {
  return message;
}

function remember(known: Map<string, string>, messages: readonly PolledMessage[]): void {
  for (const { state } of messages) {
    if (state !== undefined && (known.has(state.key) || known.size < mostKnown))
      known.set(state.key, state.hash);
  }
}

function orThrow<T>(value: T | Problem): T {
  if (typeof value === 'object' && value !== null && 'code' in value && 'advice' in value) {
    throw new ProblemError(value as Problem);
  }
  return value as T;
}
