import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant } from '../../vocabulary/json.ts';
import type { SourceBatch } from '../connector.ts';
import type { Database } from './database.ts';
import {
  type KeysetQuery,
  type Page,
  type Pass,
  positionOf,
  type Range,
  readHead,
  readPage,
} from './keyset.ts';
import {
  advance,
  beginning,
  finish,
  furthest,
  type PageRead,
  type Position,
  type Progress,
  progressAsJson,
} from './marks.ts';
import type { RecentIds } from './recentIds.ts';
import { isTime, messageId, rowMessage, timeOf } from './rowMessage.ts';
import type { RunAfter } from './runAfter.ts';

export interface PollSettings {
  everyMs: number;
  overlapMs: number;
  batch: number;
  nulls: boolean;
}

export interface Reading {
  database: Database;
  query: KeysetQuery;
  settings: PollSettings;
  timeColumn: number | undefined;
  acknowledge: RunAfter | undefined;
  signal: AbortSignal;
  recent: Record<Pass, RecentIds>;
}

/**
 * Polls until aborted. Each ends with a batch without messages that says so: everything that was visible at the
 * database's time when it began has been offered.
 */
export async function* polls(reading: Reading, from: Progress): AsyncGenerator<SourceBatch> {
  let progress = from;
  let sweepAt = 0;
  while (!reading.signal.aborted) {
    const now = await databaseTime(reading.database);
    if (reading.query.cursor.length > 0) progress = yield* changedRows(reading, progress, now);
    if (performance.now() >= sweepAt) sweepAt = performance.now() + (yield* sweep(reading));
    if (reading.signal.aborted) return;
    progress = finish(progress, now);
    yield { messages: [], cursor: progressAsJson(progress), watermark: now };
    await sleep(reading.settings.everyMs, undefined, { signal: reading.signal });
  }
}

/** The rows that changed, in the order of the cursor; before them those that became visible late. */
async function* changedRows(
  reading: Reading,
  from: Progress,
  now: Instant,
): AsyncGenerator<SourceBatch, Progress> {
  const { overlapMs } = reading.settings;
  const known = furthest(from);
  if (known !== undefined) {
    const begin = startOfPoll(reading, from, now);
    if (begin === known) reading.recent.changed.clear();
    else yield* freshRows(reading, 'changed', { after: begin, until: from.again ?? known });
  }
  let progress = from;
  for await (const { rows, ...page } of newRows(reading, known, now)) {
    progress = advance(progress, page, progress.began ?? now, overlapMs);
    const watermark = watermarkOf(reading, rows.at(-1)!, now);
    const cursor = progressAsJson(progress);
    yield* offer(reading, 'changed', rows, { cursor, ...(watermark === undefined ? {} : { watermark }) });
  }
  return progress;
}

/**
 * The pages behind `after`, up to the last row that there is when the first is read. What comes while they are worked
 * off is the next poll's: so the most of a long backlog needs no second look.
 */
async function* newRows(
  reading: Reading,
  after: Position | undefined,
  now: Instant,
): AsyncGenerator<PageRead & Pick<Page, 'rows'>> {
  const { database, query, settings, signal } = reading;
  const started = performance.now();
  const clock = () => new Date(Date.parse(now) + performance.now() - started).toISOString();
  const { rows, last } = await readPage(database, query, 'changed', { after }, settings.batch);
  if (rows.length === 0) return;
  const end = positionOf(query, 'changed', rows.at(-1)!);
  const head = last ? undefined : await readHead(database, query, end);
  const seen = clock();
  yield { rows, end, seen, read: now };
  if (head === undefined || signal.aborted) return;
  let read = clock();
  for await (const page of pages(reading, 'changed', { after: end, until: head })) {
    yield { ...page, seen, read };
    read = clock();
  }
}

/**
 * Where this poll begins: as the marks say, but with a cursor that starts with a time never more than a day before
 * the overlap, so that a first load is not read again. The day allows for a clock in a wrong zone.
 */
function startOfPoll(
  { database, query, settings }: Reading,
  progress: Progress,
  now: Instant,
): Position | undefined {
  const known = furthest(progress)!;
  const start = beginning(progress, settings.overlapMs);
  const { kind } = query.columns[query.cursor[0]!]!;
  if (start === known || !isTime(kind)) return start;
  const instant = ([text]: Position) =>
    (kind === 'instant' ? database.dialect.instantOf(text!) : database.zone.toInstant(text!)) ?? '';
  const floor = new Date(Date.parse(now) - settings.overlapMs - clockAllowance).toISOString();
  if (instant(known) < floor) return known;
  if (start !== undefined && instant(start) >= floor) return start;
  return [database.dialect.timeText(kind, floor, database.zone)];
}

const clockAllowance = 26 * 3_600_000;

/**
 * Rows that the cursor does not lead to: all of them when there is no cursor, else those with a null in it. Returns
 * the milliseconds to wait before the next time: looking for nulls takes at most a tenth of the database's time.
 */
async function* sweep(reading: Reading): AsyncGenerator<SourceBatch, number> {
  const { query, settings } = reading;
  if (query.cursor.length === 0) {
    yield* freshRows(reading, 'all', {});
    return 0;
  }
  if (!settings.nulls) return 0;
  const started = performance.now();
  const hubTime = yield* freshRows(reading, 'withoutCursor', {});
  return 10 * (performance.now() - started - hubTime);
}

/** Offers rows without moving the cursor. Returns the milliseconds that the hub took. */
async function* freshRows(reading: Reading, pass: Pass, range: Range): AsyncGenerator<SourceBatch, number> {
  let hubTime = 0;
  for await (const { rows } of pages(reading, pass, range)) {
    const offered = performance.now();
    yield* offer(reading, pass, rows, {});
    hubTime += performance.now() - offered;
  }
  return hubTime;
}

async function* pages({ database, query, settings, signal }: Reading, pass: Pass, range: Range) {
  let { after } = range;
  for (let last = false; !last && !signal.aborted; ) {
    const page = await readPage(database, query, pass, { ...range, after }, settings.batch);
    if (page.rows.length === 0) return;
    after = positionOf(query, pass, page.rows.at(-1)!);
    yield { rows: page.rows, end: after };
    last = page.last;
  }
}

/** One batch of the rows that were not offered lately; none when nothing is left and the cursor stays. */
async function* offer(
  reading: Reading,
  pass: Pass,
  rows: (string | null)[][],
  more: Partial<SourceBatch>,
): AsyncGenerator<SourceBatch> {
  const { database, query, timeColumn, acknowledge } = reading;
  const recent = reading.recent[pass];
  const messages = rows
    .map((row) => ({ row, id: messageId(query, row) }))
    .filter(({ id }) => !recent.has(id))
    .map(({ row, id }) => rowMessage(database, query, timeColumn, row, id));
  if (messages.length === 0 && more.cursor === undefined) return;
  yield { messages, ...more, ...(acknowledge ? { acknowledge: () => acknowledge(messages) } : {}) };
  recent.add(messages.map((message) => message.id));
}

async function databaseTime(database: Database): Promise<Instant> {
  const { rows } = await database.read({ text: database.dialect.now });
  return rows[0]![0]!;
}

/** While a backlog is read in the order of time, everything up to the last row's time is in. */
function watermarkOf(
  { database, query, timeColumn }: Reading,
  row: (string | null)[],
  now: Instant,
): Instant | undefined {
  if (timeColumn === undefined || timeColumn !== query.cursor[0]) return undefined;
  const time = timeOf(database, query, timeColumn, row);
  return time === undefined || time < now ? time : now;
}
