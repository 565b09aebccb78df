import { type Instant, isObject, type Json, type JsonObject } from '../../vocabulary/json.ts';

/**
 * Where a source stands. A row may become visible after rows that sort behind it: its timestamp or number is that of
 * its transaction's start. So the source remembers not only how far it read but when it got there, and each poll
 * begins at the place it had reached `overlap` before the poll that came before. What it reads again has the same
 * message ids. Once nothing new came for `overlap`, nothing is read again.
 *
 * A row that the last poll could not see was committed after that poll began; its transaction then had been open for
 * less than `overlap`; so the row sorts behind everything that was visible `overlap` earlier.
 */
export interface Progress {
  /** Oldest first. `at`: the database's time by which everything up to `position` had been read. */
  marks: Mark[];
  /** When the last poll that came to its end began. */
  polled?: Instant;
  /** When the poll under way began, once it is past what earlier polls read: a restart goes on with it. */
  began?: Instant;
}

export interface Mark {
  at: Instant;
  position: Position;
}

/** Values of the cursor columns, as the database writes them. A shorter one compares by its first columns only. */
export type Position = string[];

export function readProgress(cursor: Json): Progress {
  if (!isObject(cursor)) return { marks: [] };
  const { marks, polled, began } = cursor as unknown as Progress;
  return { marks, ...(polled === undefined ? {} : { polled }), ...(began === undefined ? {} : { began }) };
}

export function progressAsJson(progress: Progress): JsonObject {
  return structuredClone(progress) as unknown as JsonObject;
}

export function furthest(progress: Progress): Position | undefined {
  return progress.marks.at(-1)?.position;
}

/** Where the next poll begins; undefined: at the first row. */
export function beginning(progress: Progress, overlapMs: number): Position | undefined {
  if (progress.began !== undefined) return furthest(progress);
  const since = earlier(progress.polled, overlapMs);
  return progress.marks.findLast((mark) => mark.at <= since)?.position;
}

/** Keeps about ten marks: enough to find the place of `overlap` ago to within a sixth of it. */
export function advance(progress: Progress, mark: Mark, began: Instant, overlapMs: number): Progress {
  const { marks } = progress;
  const [secondLast, last] = [marks.at(-2), marks.at(-1)];
  const close = secondLast && last && last.at < later(secondLast.at, overlapMs / 6);
  const grown = [...(close ? marks.slice(0, -1) : marks), mark];
  const forNextPoll = newestBy(grown, earlier(progress.polled, overlapMs));
  const recent = newestBy(grown, earlier(mark.at, overlapMs));
  return { ...progress, began, marks: grown.filter((_, i) => i === forNextPoll || i >= recent) };
}

/** The poll that began then came to its end. */
export function finish(progress: Progress, began: Instant): Progress {
  return { marks: progress.marks, polled: progress.began ?? began };
}

function newestBy(marks: Mark[], at: Instant): number {
  return marks.findLastIndex((mark) => mark.at <= at);
}

function earlier(at: Instant | undefined, ms: number): Instant {
  return at === undefined ? '' : later(at, -ms);
}

function later(at: Instant, ms: number): Instant {
  return new Date(Date.parse(at) + ms).toISOString();
}
