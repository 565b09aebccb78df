import { isObject, type Json } from '../../vocabulary/json.ts';
import { isPageAt, type PageAt } from './paging.ts';
import type { Since } from './since.ts';

/** Where polling goes on, as the hub keeps it with the messages. */
export interface PollCursor {
  /** The list was read to its end at least once. */
  read?: true;
  since?: Since;
  etag?: { url: string; tag: string };
  /** Who wrote it. */
  by?: string;
  /** A reading that is not at its end yet. */
  reading?: Reading;
}

export interface Reading {
  /** Tells this reading from others in message ids; empty in the very first. */
  mark: string;
  at?: PageAt;
  /** The server's clock at the first page, ms. */
  started?: number | undefined;
  largest?: Since;
}

/** Takes a cursor back from the hub; what does not look like one of ours starts from the beginning. */
export function cursorOf(value: Json): PollCursor {
  if (!isObject(value)) return {};
  const { read, since, etag, by, reading } = value;
  return {
    ...(read === true ? { read } : {}),
    ...(isSince(since) ? { since } : {}),
    ...(isObject(etag) ? { etag: { url: String(etag['url']), tag: String(etag['tag']) } } : {}),
    ...(typeof by === 'string' ? { by } : {}),
    ...(isObject(reading) ? { reading: readingOf(reading) } : {}),
  };
}

function readingOf(value: { [name: string]: Json }): Reading {
  const { mark, at, started, largest } = value;
  return {
    mark: typeof mark === 'string' ? mark : '',
    ...(isPageAt(at) ? { at } : {}),
    ...(typeof started === 'number' ? { started } : {}),
    ...(isSince(largest) ? { largest } : {}),
  };
}

function isSince(value: Json | undefined): value is Since {
  return typeof value === 'string' || typeof value === 'number';
}
