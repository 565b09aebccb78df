import type { Json, JsonObject } from '../../vocabulary/json.ts';
import type { Column, Database } from './database.ts';

/**
 * A row as a document: field names are the column names as the database gives them. Integers of 64 bits and decimals
 * stay text, times become instants in UTC (those without zone read in the site's), dates stay `2025-03-01`, bytes
 * are base64, JSON is decoded. A time that is none (`0000-00-00 00:00:00`, `infinity`) stays as the text it is.
 */
export function rowDocument(
  columns: readonly Column[],
  row: readonly (string | null)[],
  database: Database,
): JsonObject {
  const document: JsonObject = Object.create(null);
  for (const [i, column] of columns.entries()) {
    const text = row[i] ?? null;
    document[column.name] = text === null ? null : decode(column, text, database);
  }
  return { ...document };
}

function decode({ kind }: Column, text: string, { dialect, zone }: Database): Json {
  switch (kind) {
    case 'number':
      return Number.isFinite(Number(text)) ? Number(text) : text;
    case 'boolean':
      return text === 't' || text === '1';
    case 'instant':
      return dialect.instantOf(text) ?? text;
    case 'localTime':
      return zone.toInstant(text) ?? text;
    case 'json':
      return JSON.parse(text) as Json;
    default:
      return text;
  }
}
