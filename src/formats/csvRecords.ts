import type { Json, JsonObject } from '../vocabulary/json.ts';
import { type CsvDialect, csvFields } from './csvFields.ts';
import type { CsvSettings } from './csvSettings.ts';
import type { DecodedRecord } from './format.ts';
import { type Line, lineSplitter } from './lines.ts';
import { failed, failedByEncoding, failedBySize, type RecordReader } from './recordReader.ts';

/** What an open line counts at least, so that a million empty lines are not held. */
const lineCost = 64;

/**
 * Records of a CSV text. A record with another number of fields than the header is a problem of its own. A quote
 * that is not closed within the limit, or before the end, costs its own line: reading goes on at the next line that
 * by itself has the right number of fields.
 */
export function csvRecords(
  settings: CsvSettings,
  dialect: CsvDialect,
  encoding: string,
  limit: number,
): RecordReader {
  const lines = lineSplitter(limit);
  const fields = csvFields(dialect);
  const alone = csvFields(dialect);
  const { skipLines = 0, comment, header = true, trim = false } = settings;
  let columns: string[] | undefined = header ? undefined : settings.columns;
  /** The lines of a record that goes on. */
  let open: Line[] = [];
  let openLength = 0;
  /** After an unclosed quote that had no plausible line behind it within the limit. */
  let lost = false;
  /** Why nothing of the text can be read, when the header is not as declared; with the text, up to the limit. */
  let unreadable: { why: DecodedRecord; text: string[]; length: number } | undefined;

  function* each(these: Iterable<Line>): Iterable<DecodedRecord> {
    for (const line of these) {
      if (!unreadable) yield* oneLine(line);
      else if (unreadable.length < limit) {
        unreadable.text.push(line.text);
        unreadable.length += line.text.length + lineCost;
      }
    }
  }

  function* oneLine(line: Line): Iterable<DecodedRecord> {
    if (open.length === 0 && isPassedOver(line)) return;
    if (lost && !isPlausible(line)) return;
    lost = false;
    if (line.tooLong) {
      yield* recover(failedBySize(open[0]?.number ?? line.number, line.text, limit));
      return;
    }
    const state = fields.readLine(line.text);
    if (state === 'complete' && open.length === 0) {
      yield* record(line.number, line.text, fields.take());
      return;
    }
    open.push(line);
    openLength += line.text.length + lineCost;
    if (state === 'open' && openLength > limit) yield* recover(failedBySize(firstLine(), openText(), limit));
    if (state === 'open') return;
    const [number, raw] = [firstLine(), openText()];
    close();
    if (state === 'complete') yield* record(number, raw, fields.take());
    else {
      fields.reset();
      yield failed(
        number,
        raw,
        'document-malformed',
        `In line ${line.number} there is text after a closing quote`,
      );
    }
  }

  function* record(number: number, raw: string, values: string[]): Iterable<DecodedRecord> {
    const damaged = failedByEncoding(number, raw, encoding);
    if (!columns && header) readHeader(number, raw, values, damaged);
    else if (damaged) yield damaged;
    else yield toRecord(number, raw, values);
  }

  function toRecord(number: number, raw: string, values: string[]): DecodedRecord {
    columns ??= values.map((_, i) => `column${i + 1}`);
    if (values.length !== columns.length) {
      const detail = `Line ${number} has ${values.length} fields where ${columns.length} are expected`;
      return failed(number, raw, 'document-malformed', detail);
    }
    return { line: number, raw, document: toDocument(columns, values, trim) };
  }

  function readHeader(
    number: number,
    raw: string,
    values: string[],
    damaged: DecodedRecord | undefined,
  ): void {
    const names = uniqueNames(values);
    const missing = settings.columns?.filter((name) => !names.includes(name)) ?? [];
    if (!damaged && missing.length === 0) columns = names;
    else {
      const detail = `The header has no column ${missing.join(', ')}`;
      const why = damaged ?? failed(number, raw, 'document-malformed', detail);
      unreadable = { why, text: [raw], length: raw.length };
    }
  }

  /** The lines behind the one with the unclosed quote are read again, from the first that can stand alone. */
  function* recover(problem: DecodedRecord): Iterable<DecodedRecord> {
    const behind = open.slice(1);
    close();
    fields.reset();
    yield problem;
    const from = behind.findIndex(isPlausible);
    if (from === -1) lost = behind.length > 0;
    else for (const line of behind.slice(from)) yield* oneLine(line);
  }

  function* end(): Iterable<DecodedRecord> {
    yield* each(lines.end());
    while (open.length > 0) {
      const detail = `The quote that is opened in line ${firstLine()} is never closed`;
      yield* recover(failed(firstLine(), openText(), 'document-malformed', detail));
    }
    if (unreadable)
      yield { ...unreadable.why, raw: unreadable.text.join('\n').slice(0, limit).toWellFormed() };
  }

  const isPassedOver = (line: Line): boolean =>
    line.number <= skipLines || line.text === '' || (comment !== undefined && line.text.startsWith(comment));

  function isPlausible(line: Line): boolean {
    alone.reset();
    if (!columns || columns.length < 2 || line.tooLong) return false;
    return alone.readLine(line.text) === 'complete' && alone.take().length === columns.length;
  }

  const firstLine = (): number => open[0]?.number ?? 0;
  const openText = (): string => open.map((line) => line.text).join('\n');
  const close = () => {
    open = [];
    openLength = 0;
  };

  return { read: (text) => each(lines.split(text)), end };
}

function toDocument(columns: readonly string[], values: readonly string[], trim: boolean): Json {
  const document: JsonObject = {};
  for (let i = 0; i < columns.length; i++) {
    const value = values[i] as string;
    document[columns[i] as string] = trim ? value.trim() : value;
  }
  return document;
}

/** An empty name becomes `column3`, the second `Name` becomes `Name_2`. `__proto__` is not a name. */
function uniqueNames(header: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return header.map((text, i) => {
    const name = text.trim() === '' || text.trim() === '__proto__' ? `column${i + 1}` : text.trim();
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}_${count}`;
  });
}
