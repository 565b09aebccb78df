import { createHash, randomBytes } from 'node:crypto';

/** 32 random bytes, as text that a header, a cookie and a link can carry: 43 characters. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a secret: neither the table nor the time of a lookup tells anything about it. */
export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
