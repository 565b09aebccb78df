import { createHash, randomBytes } from 'node:crypto';
import { monotonicFactory } from 'ulid';

const HOSTILE = /[\u0000-\u001f\u007f-\u009f]/;
const MAX_KEY = 200;

/** A key as a part of a canonical key: what is outside `[A-Za-z0-9.-]` becomes `_` and its UTF-8 bytes in hex. */
export function keyPart(text: string): string {
  if (/^[A-Za-z0-9.-]*$/.test(text)) return text;
  return text.replace(/[^A-Za-z0-9.-]/gu, (char) => `_${Buffer.from(char).toString('hex')}`);
}

/** Whether a local key can be kept: 1 to 200 characters, well-formed, no control characters. */
export function isKey(text: unknown): text is string {
  return typeof text === 'string' && text.length > 0 && text.length <= MAX_KEY && isPlain(text);
}

/** A message id that fits an index: itself, or its SHA-256 when it is long, ill-formed or holds control characters. */
export function inboxId(id: string): string {
  if (id.length <= MAX_KEY && isPlain(id)) return id;
  const bytes = Buffer.from(id, id.isWellFormed() ? 'utf8' : 'utf16le');
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Text of a system as the store can hold it in a column: control characters and halves of a character become U+FFFD. */
export function storable(text: string, most: number): string {
  return text
    .slice(0, most)
    .replace(/[\u0000-\u001f\u007f-\u009f]/g, '\ufffd')
    .toWellFormed();
}

function isPlain(text: string): boolean {
  return !HOSTILE.test(text) && text.isWellFormed();
}

/** A new canonical key: `itm_01JN7Q…`; keys of one millisecond follow each other, which keeps indexes dense. */
export function mintKey(prefix: string): string {
  return `${prefix}_${nextUlid()}`;
}

const nextUlid = monotonicFactory(pooledRandom());

/** Random numbers in [0, 1) from the system's generator, asked for 1,024 at a time. */
function pooledRandom(): () => number {
  let pool = Buffer.alloc(0);
  let at = 0;
  return () => {
    if (at >= pool.length) {
      pool = randomBytes(4096);
      at = 0;
    }
    const value = pool.readUInt32LE(at) / 2 ** 32;
    at += 4;
    return value;
  };
}

/** A reference as the text that a waiting message names and that frees it when it arrives: `item na-erp 4711`. */
export function awaits(entity: string, system: string, key: string): string {
  return `${entity} ${system} ${key}`;
}
