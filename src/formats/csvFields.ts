/** How a CSV file is written. */
export interface CsvDialect {
  delimiter: string;
  /** Empty: nothing is quoted. */
  quote: string;
  /** What makes a quote inside quotes literal: the quote itself (doubled), or a backslash. */
  escape: string;
}

export type CsvLine = 'complete' | 'open' | 'malformed';

export interface CsvFields {
  /** `open`: a quoted field goes on in the next line, which is to be read as well. */
  readLine(line: string): CsvLine;
  /** The fields of the record, after `complete`. */
  take(): string[];
  reset(): void;
}

/** Splits lines into fields; a quote inside an unquoted field (`5" pipe`) is a character like any other. */
export function csvFields({ delimiter, quote, escape: mark }: CsvDialect): CsvFields {
  let fields: string[] = [];
  /** What was read of a quoted field that is not closed yet. */
  let pieces: string[] | undefined;

  function readLine(line: string): CsvLine {
    if (!pieces && (quote === '' || !line.includes(quote))) {
      fields = line.split(delimiter);
      return 'complete';
    }
    let at = 0;
    for (;;) {
      if (pieces || line.startsWith(quote, at)) {
        at = readQuoted(line, pieces ? at : at + quote.length);
        if (at === -1) return 'open';
        if (at !== line.length && !line.startsWith(delimiter, at)) return 'malformed';
      } else {
        const next = line.indexOf(delimiter, at);
        const end = next === -1 ? line.length : next;
        fields.push(line.slice(at, end));
        at = end;
      }
      if (at === line.length) return 'complete';
      at += delimiter.length;
    }
  }

  /** Reads on in a quoted field and gives the place after its closing quote, or -1 when the line ends before it. */
  function readQuoted(line: string, start: number): number {
    pieces ??= [];
    for (let at = start; ; ) {
      const close = line.indexOf(quote, at);
      const escaped = mark === quote ? close : line.indexOf(mark, at);
      if (
        escaped !== -1 &&
        (escaped < close || close === -1 || (mark === quote && line.startsWith(quote, close + 1)))
      ) {
        pieces.push(line.slice(at, escaped), line.slice(escaped + mark.length, escaped + mark.length + 1));
        at = escaped + mark.length + 1;
      } else if (close === -1) {
        pieces.push(line.slice(at), '\n');
        return -1;
      } else {
        pieces.push(line.slice(at, close));
        fields.push(pieces.join(''));
        pieces = undefined;
        return close + quote.length;
      }
    }
  }

  const reset = () => {
    fields = [];
    pieces = undefined;
  };
  const take = () => {
    const taken = fields;
    reset();
    return taken;
  };
  return { readLine, take, reset };
}
