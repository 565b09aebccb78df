import {
  backslash,
  closeBrace,
  closeBracket,
  colon,
  comma,
  openBrace,
  openBracket,
  quote,
} from './jsonText.ts';

/** The text of one record inside a JSON document, not yet parsed. */
export interface JsonItem {
  line: number;
  text: string;
  /** `too-long`, or what is wrong with the document around it, in a sentence. */
  fault?: string;
}

export interface JsonItems {
  read(text: string): Iterable<JsonItem>;
  end(): Iterable<JsonItem>;
}

/** Where the reader is: looking for the path; in the array there; in the single record there; past it. */
type Phase = 'seek' | 'list' | 'single' | 'past';

/** Longer names cannot be part of a path. */
const nameLimit = 1000;

/**
 * Finds the records of a JSON document without reading it whole: follows `path` from the root, then cuts out the
 * elements of the array there, or the one value. Counts brackets and skips strings only; whether a record is JSON
 * is found when it is parsed. Holds at most `limit` characters.
 */
export function jsonItems(path: readonly string[], limit: number): JsonItems {
  const held = holder(limit);
  let phase: Phase = 'seek';
  let line = 1;
  let depth = 0;
  let inString = false;
  let escaped = false;
  /** How many names of the path lead to here; the depth of the object in which the next one is looked for. */
  let followed = 0;
  let nameDepth = 0;
  let name = '';
  /** The next value that begins is on the path. */
  let onPath = true;
  /** The depth at which the records stand. */
  let home = 0;
  let afterComma = false;
  let complained = false;
  /** What was read in search of the path, for the problem when there is none. */
  const sought = holder(limit);
  sought.open(1);

  function* read(text: string): Iterable<JsonItem> {
    let from = 0;
    if (phase === 'seek') sought.add(text);
    for (let at = 0; at < text.length; at++) {
      const c = text.charCodeAt(at);
      if (inString) {
        if (escaped) escaped = false;
        else if (c === backslash) escaped = true;
        else if (c === quote) inString = false;
        else if (phase === 'seek' && name.length < nameLimit) name += text[at];
        continue;
      }
      if (c <= 0x20) {
        if (c === 0x0a) line++;
        continue;
      }
      if (held.isOpen && endsRecord(c)) {
        yield held.close(text.slice(from, at));
        afterComma = c === comma;
        if (phase === 'single' || c === closeBracket) phase = 'past';
      } else if (phase === 'seek') {
        if (seek(c)) {
          held.open(line);
          from = at;
        }
      } else if (phase === 'list' && !held.isOpen) {
        if (c === comma || (c === closeBracket && afterComma))
          yield fault('An element is missing at a comma');
        if (c === closeBracket) phase = 'past';
        else if (c !== comma) {
          held.open(line);
          from = at;
        }
      } else if (phase === 'past' && depth === 0 && !complained) {
        complained = true;
        yield fault('There is more text after the end of the document');
      }
      count(c);
    }
    if (held.isOpen) held.add(text.slice(from));
  }

  function* end(): Iterable<JsonItem> {
    const cut = depth > 0 || inString;
    if (held.isOpen)
      yield held.close('', cut ? 'The document ends inside this record: it was cut off' : undefined);
    else if (phase === 'seek') yield { ...sought.close(''), fault: notFound(cut) };
    else if (cut) yield fault(cutOff);
  }

  /** An element ends before its comma or bracket; a value under a name too; a whole document with its text. */
  function endsRecord(c: number): boolean {
    if (depth !== home) return false;
    return phase === 'list'
      ? c === comma || c === closeBracket
      : path.length > 0 && (c === comma || c === closeBrace);
  }

  /** True when a single record begins here. */
  function seek(c: number): boolean {
    if (!onPath) {
      if (c === quote) name = '';
      if (c === colon && depth === nameDepth && name === path[followed]) {
        followed++;
        onPath = true;
      }
      return false;
    }
    onPath = false;
    if (followed < path.length) {
      nameDepth = c === openBrace ? depth + 1 : -1;
      return false;
    }
    phase = c === openBracket ? 'list' : 'single';
    home = phase === 'list' ? depth + 1 : depth;
    return phase === 'single';
  }

  function count(c: number): void {
    if (c === quote) inString = true;
    else if (c === openBrace || c === openBracket) depth++;
    else if (c === closeBrace || c === closeBracket) depth--;
  }

  const cutOff = 'The document ends before its brackets are closed: it was cut off';
  const notFound = (cut: boolean): string => {
    if (cut) return cutOff;
    return path.length === 0 ? 'The document is empty' : `There is no ${path.join('.')} in the document`;
  };
  const fault = (sentence: string): JsonItem => ({ line, text: '', fault: sentence });

  return { read, end };
}

/** The pieces of the record being read, cut at the limit. */
function holder(limit: number) {
  let line = 0;
  let pieces: string[] = [];
  let length = 0;
  const held = {
    isOpen: false,
    open(at: number): void {
      line = at;
      pieces = [];
      length = 0;
      held.isOpen = true;
    },
    add(piece: string): void {
      if (length <= limit) pieces.push(piece.slice(0, limit + 1 - length));
      length += piece.length;
    },
    close(last: string, fault?: string): JsonItem {
      held.add(last);
      held.isOpen = false;
      const text = pieces.join('').trimEnd();
      if (text.length > limit) return { line, text: text.slice(0, limit), fault: 'too-long' };
      return fault ? { line, text, fault } : { line, text };
    },
  };
  return held;
}
