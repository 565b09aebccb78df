import { hash } from 'node:crypto';
import type { Instant } from '../../vocabulary/json.ts';
import { problem } from '../../vocabulary/problem.ts';
import { DecodeFailure, type SourceMessage } from '../connector.ts';
import type { ColumnKind, Database } from './database.ts';
import type { KeysetQuery } from './keyset.ts';
import { rowDocument } from './rowDocument.ts';

/** Characters of one row; a larger row is not decoded. */
const rowLimit = 4 * 1024 * 1024;

/**
 * The key with the version columns, or with a hash of the whole row: a second change within the resolution of the
 * timestamp then still is another message.
 */
export function messageId(query: KeysetQuery, row: readonly (string | null)[]): string {
  return `${query.key.map((i) => row[i] ?? '').join('~')}@${versionOf(query, row)}`;
}

/** A row as a message; `id`: by `messageId`. */
export function rowMessage(
  database: Database,
  query: KeysetQuery,
  timeColumn: number | undefined,
  row: readonly (string | null)[],
  id: string,
): SourceMessage {
  const key = query.key.map((i) => row[i] ?? '');
  const size = row.reduce((sum, cell) => sum + (cell?.length ?? 0), 0);
  const sourceTime = timeColumn === undefined ? undefined : timeOf(database, query, timeColumn, row);
  const about = {
    id,
    origin: `row ${query.key.map((i, n) => `${query.columns[i]!.name}=${key[n]}`).join(', ')}`.slice(0, 300),
    ...(sourceTime === undefined ? {} : { sourceTime }),
  };
  if (size > rowLimit) {
    const raw = JSON.stringify(row.map((cell) => cell?.slice(0, 1000)));
    const detail = `The row has ${size} characters, the limit is ${rowLimit}.`;
    return { ...about, raw, document: new DecodeFailure(problem('field-too-large', 'decode', detail)) };
  }
  const document = rowDocument(query.columns, row, database);
  return { ...about, raw: JSON.stringify(document), document };
}

function versionOf(query: KeysetQuery, row: readonly (string | null)[]): string {
  if (query.version.length > 0) return query.version.map((i) => row[i] ?? '').join('~');
  return hash('sha1', JSON.stringify(row), 'base64url');
}

export function isTime(kind: ColumnKind): kind is 'instant' | 'localTime' {
  return kind === 'instant' || kind === 'localTime';
}

/** The time in a column; undefined when it holds none. */
export function timeOf(
  { dialect, zone }: Database,
  query: KeysetQuery,
  column: number,
  row: readonly (string | null)[],
): Instant | undefined {
  const text = row[column] ?? '';
  const { kind } = query.columns[column]!;
  return kind === 'instant' ? dialect.instantOf(text) : zone.toInstant(text);
}
