import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { ProblemError, problem } from '../vocabulary/problem.ts';

/**
 * Bytes to text, piece by piece. Bytes that are not text in the encoding come out as `damage`, so that the format
 * can name the record they are in and go on with the next.
 */
export interface TextDecoding {
  write(bytes: Uint8Array): string;
  end(): string;
}

/** A lone low surrogate: no valid text in any encoding contains one. */
const damage = '\uDC80';
const replacement = '\uFFFD';

export function isDamaged(text: string): boolean {
  return !text.isWellFormed();
}

export function isKnownEncoding(name: string): boolean {
  return iconv.encodingExists(name);
}

/**
 * @param encodingOf is asked once, with the first bytes (at least `headLength` of them, or all there are).
 * A byte order mark decides before it and is taken off.
 */
export function textDecoding(encodingOf: (head: Buffer) => string, headLength = 4): TextDecoding {
  let head = Buffer.alloc(0);
  let inner: TextDecoding | undefined;
  const begin = () => {
    const mark = byteOrderMark(head);
    inner = mark || !isUtf8Name(encodingOf(head)) ? decodingOf(mark?.encoding ?? encodingOf(head)) : utf8();
    return inner.write(head.subarray(mark?.length ?? 0));
  };
  return {
    write(bytes) {
      if (inner) return inner.write(bytes);
      head = Buffer.concat([head, bytes]);
      return head.length < headLength ? '' : begin();
    },
    end: () => (inner ? '' : begin()) + (inner?.end() ?? ''),
  };
}

/** @throws ProblemError `encoding-invalid` that names the first character the encoding does not have. */
export function encodeText(text: string, encoding: string): Uint8Array {
  if (isUtf8Name(encoding)) return Buffer.from(text, 'utf8');
  const bytes = iconv.encode(text, encoding, { addBOM: encoding.toLowerCase().startsWith('utf') });
  const back = iconv.decode(bytes, encoding);
  if (back === text) return bytes;
  throw new ProblemError(problem('encoding-invalid', 'send', unmappable(text, back, encoding)));
}

function unmappable(text: string, back: string, encoding: string): string {
  let at = 0;
  while (text.charCodeAt(at) === back.charCodeAt(at)) at++;
  const point = text.codePointAt(at) ?? 0;
  const code = point.toString(16).toUpperCase().padStart(4, '0');
  return `"${String.fromCodePoint(point)}" (U+${code}) cannot be written in ${encoding}`;
}

function byteOrderMark(head: Buffer): { encoding: string; length: number } | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', length: 2 };
  return undefined;
}

function isUtf8Name(name: string): boolean {
  return /^utf-?8$/i.test(name);
}

function decodingOf(encoding: string): TextDecoding {
  if (isUtf8Name(encoding)) return utf8();
  const name = /^utf-?16$/i.test(encoding) ? 'utf-16le' : encoding;
  const decoder = iconv.getDecoder(name, { stripBOM: false });
  const mark = (text: string) => text.replaceAll(replacement, damage);
  return {
    write: (bytes) => mark(decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))),
    end: () => mark(decoder.end() ?? ''),
  };
}

/** Many times faster than a streaming TextDecoder, and its text stays one byte per character where it can. */
function utf8(): TextDecoding {
  let tail = Buffer.alloc(0);
  return {
    write(bytes) {
      const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const all = tail.length === 0 ? chunk : Buffer.concat([tail, chunk]);
      const whole = all.length - unfinished(all);
      tail = Buffer.from(all.subarray(whole));
      return utf8Text(all.subarray(0, whole));
    },
    end: () => utf8Text(tail),
  };
}

/** How many bytes at the end begin a character that goes on in the next piece. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

function utf8Text(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  let text = '';
  for (let from = 0; from < bytes.length; ) {
    const newline = bytes.indexOf(0x0a, from);
    const to = newline === -1 ? bytes.length : newline + 1;
    const line = bytes.subarray(from, to);
    text += isUtf8(line) ? line.toString('utf8') : line.toString('utf8').replaceAll(replacement, damage);
    from = to;
  }
  return text;
}
