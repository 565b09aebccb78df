import { type Instant, isObject, type Json, type JsonObject } from '../../vocabulary/json.ts';

/**
 * Where a source stands. A row may become visible after rows that sort behind it: its timestamp or number is that of
 * its transaction's start. So the source remembers not only how far it read but when that was the last row, and each
 * poll begins at what was the last row `overlap` before the poll that came before. What it reads again has the same
 * message ids. Once nothing new came for `overlap`, nothing is read again.
 *
 * A row that the last poll could not see was committed after that poll began; its transaction then had been open for
 * less than `overlap`; so the row sorts behind everything that was visible `overlap` earlier. For the same reason a page
 * needs no second look that was read `overlap` after its last row had become visible, as most of a long backlog is.
 */
export interface Progress {
  /** Oldest first. Everything up to the last one's position was read. */
  marks: Mark[];
  /** When the last poll that came to its end began. */
  polled?: Instant;
  /** When the poll under way began, once it is past what earlier polls read: a restart goes on with it. */
  began?: Instant;
  /** Where the pages begin that need no second look; undefined: at the end. */
  again?: Position;
}

export interface Mark {
  /** The database's time; a row at `position` was visible by then. */
  at: Instant;
  position: Position;
}

/** Values of the cursor columns, as the database writes them. A shorter one compares by its first columns only. */
export type Position = string[];

export function readProgress(cursor: Json): Progress {
  if (!isObject(cursor)) return { marks: [] };
  const { marks, polled, began, again } = cursor as unknown as Progress;
  return {
    marks,
    ...(polled === undefined ? {} : { polled }),
    ...(began === undefined ? {} : { began }),
    ...(again === undefined || began !== undefined ? {} : { again }),
  };
}

export function progressAsJson(progress: Progress): JsonObject {
  return structuredClone(progress) as unknown as JsonObject;
}

export function furthest(progress: Progress): Position | undefined {
  return progress.marks.at(-1)?.position;
}

/** Where the next poll begins; undefined: at the first row. It looks again as far as `again`, else as it read. */
export function beginning(progress: Progress, overlapMs: number): Position | undefined {
  if (progress.began !== undefined) return furthest(progress);
  const since = earlier(progress.polled, overlapMs);
  return progress.marks.findLast((mark) => mark.at <= since)?.position;
}

export interface PageRead {
  end: Position;
  /** By then its last row was visible. */
  seen: Instant;
  /** When it was asked for. */
  read: Instant;
}

/** Keeps about ten marks: enough to find the place of `overlap` ago to within a sixth of it. */
export function advance(progress: Progress, page: PageRead, began: Instant, overlapMs: number): Progress {
  const { marks, polled } = progress;
  const [secondLast, last] = [marks.at(-2), marks.at(-1)];
  const close = secondLast && last && last.at < later(secondLast.at, overlapMs / 6);
  const grown = [...(close ? marks.slice(0, -1) : marks), { at: page.seen, position: page.end }];
  const forNextPoll = newestBy(grown, earlier(polled, overlapMs));
  const recent = newestBy(grown, earlier(page.seen, overlapMs));
  return {
    marks: grown.filter((_, i) => i === forNextPoll || i >= recent),
    ...(polled === undefined ? {} : { polled }),
    began,
    ...secondLook(progress, page, overlapMs),
  };
}

function secondLook(progress: Progress, { seen, read }: PageRead, overlapMs: number): { again?: Position } {
  if (progress.began === undefined) return {};
  const again = progress.again ?? (read >= later(seen, overlapMs) ? furthest(progress) : undefined);
  return again === undefined ? {} : { again };
}

/** The poll that began then came to its end. */
export function finish(progress: Progress, began: Instant): Progress {
  if (progress.began === undefined) return { marks: progress.marks, polled: began };
  const { marks, began: polled, again } = progress;
  return { marks, polled, ...(again === undefined ? {} : { again }) };
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
