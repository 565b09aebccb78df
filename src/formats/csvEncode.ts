import { isObject, type Json, type JsonObject } from '../vocabulary/json.ts';
import { ProblemError, problem } from '../vocabulary/problem.ts';
import type { CsvDialect } from './csvFields.ts';
import type { CsvSettings } from './csvSettings.ts';

/**
 * A document that is a list gives a row for each of its elements: an order as its lines, the header repeated.
 *
 * @throws ProblemError when a document is not flat, or a field cannot be written in a dialect without quotes.
 */
export function encodeCsv(documents: readonly Json[], settings: CsvSettings, dialect: CsvDialect): string {
  const rows = documents.flatMap((document): JsonObject[] =>
    Array.isArray(document) ? document.map(flat) : [flat(document)],
  );
  const columns = settings.columns ?? [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lineEnd = settings.lineEnd === 'lf' ? '\n' : '\r\n';
  const lines = rows.map((row) => columns.map((column) => field(row[column], column, dialect)));
  if (settings.header !== false) lines.unshift(columns.map((column) => field(column, column, dialect)));
  return lines.map((fields) => fields.join(dialect.delimiter) + lineEnd).join('');
}

function flat(document: Json): JsonObject {
  if (isObject(document)) return document;
  throw new ProblemError(
    problem('mapping-failed', 'send', 'A CSV record is made from an object of plain values'),
  );
}

function field(
  value: Json | undefined,
  column: string,
  { delimiter, quote, escape: mark }: CsvDialect,
): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'object') {
    const detail = `"${column}" is a list or an object, and a CSV field is plain`;
    throw new ProblemError(problem('mapping-failed', 'send', detail, { field: column }));
  }
  const text = String(value);
  const special =
    text.includes(delimiter) || /[\r\n]|^\s|\s$/.test(text) || (quote !== '' && text.includes(quote));
  if (!special) return text;
  if (quote !== '') {
    const literal = mark === quote ? text : text.replaceAll(mark, mark + mark);
    return quote + literal.replaceAll(quote, mark + quote) + quote;
  }
  if (!text.includes(delimiter) && !/[\r\n]/.test(text)) return text;
  const detail = `"${column}" holds a delimiter or a line end, and nothing is quoted in this dialect`;
  throw new ProblemError(problem('mapping-failed', 'send', detail, { field: column, value: text }));
}
