import { isObject, type Json } from '../../vocabulary/json.ts';

/** How far the source has come: what the cursor holds. */
export interface Place {
  /** The file last read, the digest of its content, and how many of its records are done. */
  file: string;
  hash: string;
  record: number;
  /** With `keep`: the files that are done, by name, as `<time of change>:<size>`. */
  done?: Record<string, string>;
}

export function readPlace(cursor: Json): Place {
  const { file, hash, record, done } = isObject(cursor) ? cursor : {};
  const place: Place = { file: String(file ?? ''), hash: String(hash ?? ''), record: Number(record ?? 0) };
  if (isObject(done)) place.done = done as Record<string, string>;
  return place;
}

export function placeToCursor({ file, hash, record, done }: Place): Json {
  return done ? { file, hash, record, done: { ...done } } : { file, hash, record };
}
