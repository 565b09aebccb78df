import { cells } from '../database/columns.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { Appended } from './append.ts';
import type { Onward, Page } from './read.ts';

/**
 * What this process appended last, so that its own subscriptions need not ask the database for it. It answers only where it knows every
 * position in a row; what another process appended in between, and what is older, only the database knows.
 */
export interface Tail {
  /** Call after the commit. */
  keep(appended: Appended): void;
  /** The entries of an entity right after `position`, at most `limit`; undefined: nothing is known of them here. */
  after(entity: string, position: number, limit: number): Page | undefined;
}

/** The text of one append, outside of the JavaScript heap. */
interface Run {
  base: number;
  end: number;
  kind: Pick<Appended, 'type' | 'entity' | 'system'>;
  text: Buffer;
}

/** @param most bytes of text kept. */
export function createTail(most = 6 * 1024 * 1024): Tail {
  /** In the order of positions; there may be gaps between them. */
  const runs: Run[] = [];
  let size = 0;

  const forget = (count: number) => {
    for (const { text } of runs.splice(0, count)) size -= text.length;
  };
  const insert = (run: Run) => {
    let at = runs.findLastIndex((known) => known.base < run.base) + 1;
    if (overlap(runs[at - 1], run) || overlap(run, runs[at])) {
      // Positions given twice: the database went back in time, and nothing known of it holds any more.
      forget(runs.length);
      at = 0;
    }
    runs.splice(at, 0, run);
    size += run.text.length;
  };
  return {
    keep: (appended) => {
      insert(toRun(appended));
      while (size > most) forget(1);
    },
    after: (entity, position, limit) => {
      const entries: Onward[] = [];
      let head = position;
      let at = runs.findLastIndex((run) => run.base <= position);
      for (let run = runs[at]; run && run.base <= head && entries.length < limit; run = runs[++at]) {
        if (run.end <= head) break;
        if (run.kind.entity === entity) entries.push(...entriesOf(run, head, limit - entries.length));
        head = entries.length < limit ? run.end : entries.at(-1)!.position;
      }
      return entries.length === 0 ? undefined : { entries, head };
    },
  };
}

function overlap(earlier: Run | undefined, later: Run | undefined): boolean {
  return earlier !== undefined && later !== undefined && earlier.end > later.base;
}

/** Between columns, which hold U+001E between their values. */
const SEPARATOR = '\x1d';

function toRun(appended: Appended): Run {
  const { base, count, type, entity, system, ids, subjects, partitionKeys, sites, data } = appended;
  const text = Buffer.from([subjects || ids, partitionKeys, sites, data].join(SEPARATOR));
  return { base, end: base + count, kind: { type, entity, system }, text };
}

/** Parsed anew for each reader, as the database would give them. */
function entriesOf({ base, kind, text }: Run, after: number, limit: number): Onward[] {
  const [subjects, keys, sites, data] = text.toString().split(SEPARATOR).map(cells);
  const from = after - base;
  return data!.slice(from, from + limit).map((json, i): Onward => {
    const n = from + i;
    const subject = subjects![n]!;
    const site = sites![n];
    return {
      ...kind,
      position: base + n + 1,
      subject,
      partitionKey: keys![n] ?? subject,
      data: JSON.parse(json!) as JsonObject,
      ...(site != null && { site }),
    };
  });
}
